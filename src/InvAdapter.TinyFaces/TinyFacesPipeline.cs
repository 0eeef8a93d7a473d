namespace InvAdapter.TinyFaces;

/// <summary>Loads the model of drawn faces as other models are loaded.</summary>
public static class TinyFacesPipeline
{
    extension(InvAdapterPipeline)
    {
        /// <summary>Loads the model that comes with <c>InvAdapter.TinyFaces</c>, with its adapter.</summary>
        /// <param name="options">How to load it; <see cref="TinyFacesModel.Options"/> where null.</param>
        /// <param name="cancellation">Stops between two networks.</param>
        /// <returns>The pipeline.</returns>
        /// <exception cref="DirectoryNotFoundException">The application was moved without the model.</exception>
        public static Task<InvAdapterPipeline> LoadTinyFacesAsync(PipelineOptions? options = null, CancellationToken cancellation = default) =>
            InvAdapterPipeline.LoadAsync(TinyFacesModel.Folder, options ?? TinyFacesModel.Options, cancellation);
    }
}

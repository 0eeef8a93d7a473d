using System.CommandLine;
using InvAdapter.FaceWorld;
using InvAdapter.Training.Corpora;
using static TorchSharp.torch;

namespace InvAdapter.Training.Cli;

/// <summary><c>encode</c>: pictures to latents with captions, once for all trainings that follow.</summary>
internal sealed class EncodeCommand : TrainCommand
{
    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "Folder for the latents; what is there of the same encoding is kept.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo> _vae = new("--vae") { Description = "The autoencoder's folder.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo?> _images = new("--images") { Description = "Photos to encode. Default: drawn faces.", HelpName = "FOLDER" };
    private readonly Option<FileInfo?> _captions = new("--captions") { Description = "Their captions: a line of JSON a photo, with file_name, text and, where several show one person, subject.", HelpName = "FILE" };
    private readonly Option<int> _pairs = RunOptions.Option("--pairs", "Drawn people of the train split, each in two pictures.", 30_000);
    private readonly Option<int> _size = RunOptions.Option("--size", "Pixels across and down; 64 to 512 for drawn faces.", FacePainter.MinSide);
    private readonly Option<bool> _bfloat16 = new("--bfloat16") { Description = "Compute in bfloat16: faster, and latents move by less than a hundredth." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of libtorch. Default: as many as it takes by itself.", HelpName = "N" };

    public EncodeCommand()
        : base("encode", "Encode pictures to latents with captions: drawn faces in pairs, or photos.")
    {
        foreach (Option option in (Option[])[_out, _vae, _images, _captions, _pairs, _size, _bfloat16, _threads])
            Add(option);
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        string folder = parse.GetRequiredValue(_out).FullName;
        string vae = parse.GetRequiredValue(_vae).FullName;
        (DirectoryInfo? images, FileInfo? captions) = (parse.GetValue(_images), parse.GetValue(_captions));
        if (images is null != captions is null)
            throw new ArgumentException("Give --images and --captions together, or neither.");
        if (images is not null)
        {
            Encode(CaptionedPhotos.Open(images.FullName, captions!.FullName, parse.GetValue(_size)));
            return;
        }

        using var faces = new FacePairs(DatasetSplit.Train, parse.GetValue(_size), parse.GetValue(_pairs));
        Encode(faces);

        void Encode(Data.ICaptionedImages pictures)
        {
            LatentEncoder.Encode(folder, pictures, vae, parse.GetValue(_bfloat16) ? ScalarType.BFloat16 : ScalarType.Float32, parse.GetValue(_threads), new CountProgress(output, "picture", pictures.Count), cancellation);
            using LatentCorpus corpus = LatentCorpus.Open(folder);
            output.WriteLine($"{folder}: {corpus.Description}, {corpus.Shape} each");
        }
    }
}

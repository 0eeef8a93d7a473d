using static TorchSharp.torch.nn;

namespace InvAdapter.Training.Modules;

/// <summary>Gives children the names they have in checkpoints, which C# fields can't have.</summary>
internal static class Registration
{
    public static T Child<T>(this Module parent, string name, T child)
        where T : Module
    {
        parent.register_module(name, child);
        return child;
    }

    /// <summary>A numbered list of children, as <c>name.0</c>, <c>name.1</c> and so on.</summary>
    public static T[] Children<T>(this Module parent, string name, IEnumerable<T> children)
        where T : Module
    {
        T[] list = [.. children];
        parent.register_module(name, new TorchSharp.Modules.ModuleList<Module>([.. list]));
        return list;
    }
}

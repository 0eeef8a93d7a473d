using InvAdapter.Configuration;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>The adapter's maps as a graph: features of every adapted site to identity keys K = f·W_kᵀ and values V = f·W_vᵀ.</summary>
internal static class ProjectionGraph
{
    /// <summary>Input: tokens of a site, [1,I,C].</summary>
    public static string Feature(string site) => $"{site}.feature";

    /// <summary>Output: identity keys of a site, [1,I,C].</summary>
    public static string Keys(string site) => $"{site}.k_id";

    /// <summary>Output: identity values of a site, [1,I,C].</summary>
    public static string Values(string site) => $"{site}.v_id";

    /// <summary>Builds the graph.</summary>
    /// <param name="maps">Each site, with the names of its two weights [C,C].</param>
    /// <param name="weights">Where those weights are: an adapter's file, or the base model's own folder.</param>
    /// <param name="target">What it is built for, in the UNet's precision.</param>
    /// <exception cref="ModelFormatException">A weight is missing or has another shape.</exception>
    public static NetworkGraph Build(IEnumerable<(AttentionSite Site, string Keys, string Values)> maps, WeightFolder weights, GraphTarget target)
    {
        var graph = new GraphBuilder("adapter");
        var binder = new WeightBinder(graph, weights, target);
        ElementType type = new Layers(graph, binder, target.Precision).Type;
        foreach ((AttentionSite site, string keys, string values) in maps)
        {
            string tokens = graph.OptionalInput(Feature(site.Name), type, [1, 0, site.Width], 1, $"{site.Name}.tokens", site.Width);
            string rows = graph.Node("Reshape", [tokens, graph.Constant(-1, site.Width)]);
            Project(rows, keys, Keys(site.Name), site);
            Project(rows, values, Values(site.Name), site);
        }

        return binder.Finish();

        void Project(string rows, string weight, string output, AttentionSite site)
        {
            string projected = graph.Node("Gemm", [rows, binder.BindMatrix(weight, type, site.Width, site.Width)], Attribute("transB", 1));
            graph.Output(output, graph.Node("Reshape", [projected, graph.Constant(1, -1, site.Width)]), type, 1, $"{site.Name}.tokens", site.Width);
        }
    }
}

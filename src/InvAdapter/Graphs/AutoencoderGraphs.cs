using InvAdapter.Configuration;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>The two halves of an <c>AutoencoderKL</c>, a graph each.</summary>
internal static class AutoencoderGraphs
{
    /// <summary>Image [B,3,H,W] in -1..1, float32.</summary>
    public const string Image = "image";

    /// <summary>The encoder's result: mean and log-variance of the latents, [B,2·C,h,w], float32, unscaled.</summary>
    public const string Moments = "moments";

    /// <summary>Latents [B,C,h,w], float32, unscaled.</summary>
    public const string Latents = "latents";

    /// <summary>Builds the encoder: image to moments.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    public static NetworkGraph BuildEncoder(AutoencoderConfiguration configuration, WeightFolder weights, GraphTarget target)
    {
        (GraphBuilder graph, WeightBinder binder, Layers layers) = Start("vae_encoder", weights, target);
        var blocks = new AutoencoderLayers(layers, configuration);
        int levels = configuration.BlockOutChannels.Length;
        int channels = configuration.BlockOutChannels[0];

        string x = layers.Narrow(graph.Input(Image, ElementType.Float32, "batch", configuration.InChannels, "height", "width"));
        x = layers.Convolution(x, "encoder.conv_in", configuration.InChannels, channels, 3);
        for (int level = 0; level < levels; level++)
        {
            int outChannels = configuration.BlockOutChannels[level];
            for (int i = 0; i < configuration.LayersPerBlock; i++, channels = outChannels)
                x = blocks.Residual(x, $"encoder.down_blocks.{level}.resnets.{i}", channels, outChannels);

            // The training code pads strided convolutions at the bottom and on the right only.
            if (level < levels - 1)
                x = layers.Convolution(x, $"encoder.down_blocks.{level}.downsamplers.0.conv", channels, channels, 3, 2, (0, 0, 1, 1));
        }

        int moments = 2 * configuration.LatentChannels;
        x = blocks.Finish(blocks.Middle(x, "encoder.mid_block"), "encoder", channels, moments);
        if (configuration.UseQuantConv)
            x = layers.Convolution(x, "quant_conv", moments, moments, 1);
        graph.Output(Moments, layers.Widen(x), ElementType.Float32, "batch", moments, "latent_height", "latent_width");
        return binder.Finish();
    }

    /// <summary>Builds the decoder: latents to image.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    public static NetworkGraph BuildDecoder(AutoencoderConfiguration configuration, WeightFolder weights, GraphTarget target)
    {
        (GraphBuilder graph, WeightBinder binder, Layers layers) = Start("vae_decoder", weights, target);
        var blocks = new AutoencoderLayers(layers, configuration);
        int levels = configuration.BlockOutChannels.Length;
        int channels = configuration.BlockOutChannels[^1];

        string x = layers.Narrow(graph.Input(Latents, ElementType.Float32, "batch", configuration.LatentChannels, "latent_height", "latent_width"));
        if (configuration.UsePostQuantConv)
            x = layers.Convolution(x, "post_quant_conv", configuration.LatentChannels, configuration.LatentChannels, 1);
        x = layers.Convolution(x, "decoder.conv_in", configuration.LatentChannels, channels, 3);
        x = blocks.Middle(x, "decoder.mid_block");
        for (int block = 0; block < levels; block++)
        {
            int outChannels = configuration.BlockOutChannels[levels - 1 - block];
            for (int i = 0; i < configuration.LayersPerBlock + 1; i++, channels = outChannels)
                x = blocks.Residual(x, $"decoder.up_blocks.{block}.resnets.{i}", channels, outChannels);
            if (block < levels - 1)
                x = layers.Convolution(layers.Enlarge(x), $"decoder.up_blocks.{block}.upsamplers.0.conv", channels, channels, 3);
        }

        x = blocks.Finish(x, "decoder", channels, configuration.OutChannels);
        graph.Output(Image, layers.Widen(x), ElementType.Float32, "batch", configuration.OutChannels, "height", "width");
        return binder.Finish();
    }

    private static (GraphBuilder Graph, WeightBinder Binder, Layers Layers) Start(string name, WeightFolder weights, GraphTarget target)
    {
        var graph = new GraphBuilder(name);
        var binder = new WeightBinder(graph, weights, target);
        return (graph, binder, new Layers(graph, binder, target.Precision));
    }
}

using System.Text.Json;
using InvAdapter.Weights;

namespace InvAdapter.TestModels;

/// <summary>Writes a whole model folder in the shapes of Stable Diffusion 1.5, with random weights: what memory, loading and speed are measured on.</summary>
public static class FullSizeModel
{
    private const int Hidden = 768;
    private const int Intermediate = 3072;
    private const int Layers = 12;
    private const int Vocabulary = 49408;
    private const int Positions = 77;

    /// <summary>Bytes that the weights take.</summary>
    /// <param name="storeAs">Type of the stored weights.</param>
    public static long SizeInBytes(ElementType storeAs) =>
        new[] { UNetShapes(), AutoencoderShapes(), TextEncoderShapes() }
            .Sum(shapes => shapes.Sum(tensor => RandomWeights.Tensor(tensor.Key, tensor.Value, storeAs, 0).Length));

    /// <summary>Bytes that the UNet's weights take.</summary>
    /// <param name="storeAs">Type of the stored weights.</param>
    public static long UNetSizeInBytes(ElementType storeAs) => UNetShapes().Sum(tensor => RandomWeights.Tensor(tensor.Key, tensor.Value, storeAs, 0).Length);

    /// <summary>Writes the folder. No more than a few blocks of a tensor are in memory at a time.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="storeAs">Float16 or Float32.</param>
    /// <param name="seed">The same seed gives the same files.</param>
    public static void Write(string folder, ElementType storeAs = ElementType.Float16, ulong seed = 0)
    {
        WritePart(folder, "unet", "diffusion_pytorch_model", UNetConfiguration, UNetShapes(), storeAs, seed);
        WritePart(folder, "vae", "diffusion_pytorch_model", AutoencoderConfiguration, AutoencoderShapes(), storeAs, seed + 1);
        WritePart(folder, "text_encoder", "model", TextEncoderConfiguration, TextEncoderShapes(), storeAs, seed + 2);
        SmallVocabulary.Write(Directory.CreateDirectory(Path.Combine(folder, "tokenizer")).FullName);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "scheduler")).FullName, "scheduler_config.json"), SchedulerConfiguration);
        File.WriteAllText(Path.Combine(folder, "model_index.json"), """{"_class_name": "StableDiffusionPipeline"}""");
    }

    private static void WritePart(string folder, string part, string stem, string configuration, IReadOnlyDictionary<string, long[]> shapes, ElementType storeAs, ulong seed)
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, part)).FullName;
        File.WriteAllText(Path.Combine(path, "config.json"), configuration);
        SafetensorsWriter.Write(Path.Combine(path, $"{stem}.safetensors"), shapes.Select(tensor => RandomWeights.Tensor(tensor.Key, tensor.Value, storeAs, seed)));
    }

    private static Dictionary<string, long[]> UNetShapes() => ListedShapes("unet");

    private static Dictionary<string, long[]> AutoencoderShapes() => ListedShapes("vae");

    private static Dictionary<string, long[]> ListedShapes(string network)
    {
        using Stream stream = typeof(FullSizeModel).Assembly.GetManifestResourceStream("sd15-shapes.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(network).Deserialize<Dictionary<string, long[]>>()!;
    }

    /// <summary>CLIP ViT-L/14's text half (Radford et al. 2021).</summary>
    private static Dictionary<string, long[]> TextEncoderShapes()
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["text_model.embeddings.token_embedding.weight"] = [Vocabulary, Hidden],
            ["text_model.embeddings.position_embedding.weight"] = [Positions, Hidden],
        };
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"text_model.encoder.layers.{i}";
            foreach (string projection in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
                AddLinear($"{layer}.self_attn.{projection}", Hidden, Hidden);
            AddLinear($"{layer}.mlp.fc1", Intermediate, Hidden);
            AddLinear($"{layer}.mlp.fc2", Hidden, Intermediate);
            AddNorm($"{layer}.layer_norm1");
            AddNorm($"{layer}.layer_norm2");
        }

        AddNorm("text_model.final_layer_norm");
        return shapes;

        void AddLinear(string name, long outputs, long inputs) => (shapes[$"{name}.weight"], shapes[$"{name}.bias"]) = ([outputs, inputs], [outputs]);

        void AddNorm(string name) => (shapes[$"{name}.weight"], shapes[$"{name}.bias"]) = ([Hidden], [Hidden]);
    }

    private const string UNetConfiguration = """
        {
          "_class_name": "UNet2DConditionModel", "sample_size": 64, "in_channels": 4, "out_channels": 4,
          "block_out_channels": [320, 640, 1280, 1280], "layers_per_block": 2, "attention_head_dim": 8, "cross_attention_dim": 768,
          "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
          "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
          "act_fn": "silu", "norm_num_groups": 32, "norm_eps": 1e-05
        }
        """;

    private const string AutoencoderConfiguration = """
        {
          "_class_name": "AutoencoderKL", "sample_size": 512, "in_channels": 3, "out_channels": 3, "latent_channels": 4,
          "block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "norm_num_groups": 32, "act_fn": "silu",
          "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
          "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]
        }
        """;

    private const string TextEncoderConfiguration = """
        {
          "model_type": "clip_text_model", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
          "hidden_act": "quick_gelu", "max_position_embeddings": 77, "vocab_size": 49408, "layer_norm_eps": 1e-05
        }
        """;

    private const string SchedulerConfiguration = """
        {
          "_class_name": "DDIMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
          "prediction_type": "epsilon", "clip_sample": false, "set_alpha_to_one": false, "steps_offset": 1, "timestep_spacing": "leading"
        }
        """;
}

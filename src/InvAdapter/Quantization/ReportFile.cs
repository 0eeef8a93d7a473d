using System.Text.Json;
using System.Text.Json.Serialization;

namespace InvAdapter.Quantization;

/// <summary>A report as JSON. For people and scripts: nothing reads it to run the model.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(string path, QuantizationReport report) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(report, s_options));
}

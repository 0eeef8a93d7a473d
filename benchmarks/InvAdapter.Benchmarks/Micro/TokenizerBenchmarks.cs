using BenchmarkDotNet.Attributes;
using InvAdapter.Models;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Prompts to ids. Words are cached, so all but the first of them are seldom split anew; loading is what a cold start pays.</summary>
/// <remarks>With INVADAPTER_MODEL this is CLIP's vocabulary, without it a small one of bytes and a few merges.</remarks>
[MemoryDiagnoser]
public class TokenizerBenchmarks
{
    private static readonly string s_long = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"portrait {i}, oil painting, dramatic light, by the window;"));

    private BenchmarkModel _model = null!;
    private ClipTokenizer _tokenizer = null!;
    private int _unseen;

    [GlobalSetup]
    public void Setup()
    {
        _model = BenchmarkModel.Open();
        _tokenizer = ClipTokenizer.Load(_model.Folder);
    }

    [GlobalCleanup]
    public void Cleanup() => _model.Dispose();

    [Benchmark(Baseline = true)]
    public TokenizedPrompt Short() => _tokenizer.Tokenize(BenchmarkModel.Prompt);

    [Benchmark]
    public TokenizedPrompt ShortUnseen() => _tokenizer.Tokenize($"a photo of someone called xyzzy{_unseen++}quux in a red hat");

    [Benchmark]
    public TokenizedPrompt Long() => _tokenizer.Tokenize(s_long);

    [Benchmark]
    public ClipTokenizer Load() => ClipTokenizer.Load(_model.Folder);
}

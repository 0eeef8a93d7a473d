using InvAdapter.Inversion;
using InvAdapter.Weights;

namespace InvAdapter.Features;

/// <summary>A person, as the model sees them: the reference image's trajectory to noise and its diffusion features. Made once, used for any number of images.</summary>
/// <remarks>Any number of threads may use one at once; whoever enrolled or loaded it disposes it. Calls that are under way then finish first.</remarks>
public sealed class Identity : IDisposable
{
    /// <summary>What tells an identity's file from other safetensors files: its metadata's <c>format</c>.</summary>
    public const string FileFormat = "inv-adapter-identity";

    private readonly FeatureSet _features;
    private readonly IDisposable? _backing;
    private readonly object _gate = new();
    private int _uses;
    private bool _disposed;

    /// <summary>Puts an identity together. It owns the features from here on.</summary>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="inversion">The inversion of the reference image.</param>
    /// <param name="features">The captured features.</param>
    public Identity(IdentityOrigin origin, InversionResult inversion, FeatureSet features)
        : this(origin, inversion, features, null)
    {
    }

    internal Identity(IdentityOrigin origin, InversionResult inversion, FeatureSet features, IDisposable? backing)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(inversion);
        ArgumentNullException.ThrowIfNull(features);
        Origin = origin;
        Inversion = inversion;
        _features = features;
        _backing = backing;
    }

    /// <summary>Raised once, when the identity is disposed, so that what was derived from it can be let go.</summary>
    internal event Action<Identity>? Disposed;

    /// <summary>Where it comes from.</summary>
    public IdentityOrigin Origin { get; }

    /// <summary>Trajectory, calls and residuals of the inversion.</summary>
    public InversionResult Inversion { get; }

    /// <summary>The captured features.</summary>
    /// <exception cref="ObjectDisposedException">The identity is disposed, and no call uses it any more.</exception>
    public FeatureSet Features
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed && _uses == 0, this);
            return _features;
        }
    }

    /// <summary>Loads an identity file by memory map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">Whether to check its checksum, which reads the whole file. Without, only the layout is checked.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is truncated, altered, of another version, or no identity file.</exception>
    public static Identity Load(string path, bool verify = true) => IdentityFile.Load(path, verify);

    /// <summary>Saves the identity to one file, which appears under its name only when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="storeAs">Type of the stored features: <see cref="ElementType.Float32"/>, or <see cref="ElementType.Float16"/> for half the size.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another type.</exception>
    public void Save(string path, ElementType storeAs = ElementType.Float32) => IdentityFile.Save(this, path, storeAs);

    /// <summary>Releases features and file: at once, or when the last call that uses them is done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_uses > 0)
                return;
        }

        Release();
    }

    /// <summary>Keeps features and file until the result is disposed, even where the identity is disposed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The identity is disposed.</exception>
    internal IdentityUse Use()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _uses++;
            return new IdentityUse(this);
        }
    }

    internal void EndUse()
    {
        lock (_gate)
        {
            if (--_uses > 0 || !_disposed)
                return;
        }

        Release();
    }

    private void Release()
    {
        Disposed?.Invoke(this);
        _features.Dispose();
        _backing?.Dispose();
    }
}

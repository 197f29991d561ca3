using System.Security.Cryptography;
using Argus.Contracts.Classes;
using Argus.Contracts.Datasets;
using Argus.Inference.Classes;
using Argus.Inference.Models;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Classes;

/// <summary>The classes that /predict tells now: those of the pack, or of a file that may change while the process runs. Readers take one snapshot and never lock.</summary>
internal sealed class FaceClasses : IDisposable
{
    private const string None =
        "This server knows no face classes. Make a file of centroids from photos whose classes are known (argus classes fit FOLDER --out centroids.json), and name it in ARGUS_CLASSES, or as a file of the pack with the role classifier-head.";

    private readonly ResolvedPack? _pack;
    private readonly int _dimension;
    private readonly ClassesSource? _source;
    private readonly string? _pinned;
    private volatile ClassesState _state = new(null, null);

    private FaceClasses(ResolvedPack? pack, int dimension, ClassesSource? source, string? sha256 = null)
    {
        (_pack, _dimension, _source) = (pack, dimension, source);
        _pinned = sha256 is null ? null : $"sha256:{sha256}";
    }

    /// <summary>No classes, and none to come.</summary>
    public static FaceClasses Nothing { get; } = new(null, 0, null);

    /// <summary>The classes, or the 503 that says what to do.</summary>
    public Outcome<KnownClasses> Current
    {
        get
        {
            var (known, fault, _) = _state;
            return known is not null ? known : new Refusal(503, fault ?? None) { RetryAfter = _source is null ? null : TimeSpan.FromSeconds(10) };
        }
    }

    /// <summary>What is wrong with the file that should be in use; null where nothing is. The last good one stays in use.</summary>
    public string? Fault => _state.Fault;

    /// <summary>Whether they are read from a file outside the pack that may change.</summary>
    public bool CanChange => _source is not null && _pinned is null;

    /// <summary>What was promised of the file and is not in use yet; null where nothing was promised, or it is kept.</summary>
    public string? Owed => _pinned is not null && _state.Known is null ? _state.Fault : null;

    /// <summary>Whether the file is there and is not what it should be: waiting does not help.</summary>
    public bool IsRefused => _state.IsRefused;

    /// <summary>Where the file is; null where none is named.</summary>
    public string? Location => _source?.Location;

    /// <summary>For /health; null where no file is named.</summary>
    public ClassesHealth? Health => _state is { Known: null, Fault: null }
        ? null
        : new ClassesHealth { Count = _state.Known?.File.Classes.Count ?? 0, Digest = _state.Known?.Digest, Reason = _state.Fault };

    /// <summary>Reads them for the first time.</summary>
    /// <param name="pack">The pack; its classifier head is taken where no other file is named.</param>
    /// <param name="dimension">Length of its vectors; 0 where it makes none.</param>
    /// <param name="location">ARGUS_CLASSES; null for none.</param>
    /// <param name="sha256">ARGUS_CLASSES_SHA256; null for whatever is there.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<FaceClasses> LoadAsync(ResolvedPack pack, int dimension, string? location, string? sha256, CancellationToken cancel)
    {
        var classes = new FaceClasses(pack, dimension, location is null ? null : new ClassesSource(location), sha256);
        if (location is not null)
        {
            await classes.RefreshAsync(cancel);
        }
        else if (pack.Files.TryGetValue(ModelRole.ClassifierHead, out var head) && head.File.Output.Family == ModelFamily.Centroids)
        {
            byte[] bytes = await File.ReadAllBytesAsync(head.Path, cancel);
            // The rest of the pack is none the worse for it, and thresholds of a deployment change the digest.
            classes._state = CentroidsReader.Read(bytes, pack.Digest, dimension, out var file) is { } why
                ? new ClassesState(null, $"The classifier head {head.File.Name} of the pack {pack.Pack.Name} cannot be taken. {why}")
                : new ClassesState(new KnownClasses(file, Digest(bytes)), null);
        }

        return classes;
    }

    /// <summary>Reads the file outside the pack anew.</summary>
    /// <returns>Whether anything is different now.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        var before = _state;
        var (bytes, fault) = await _source!.ReadAsync(cancel);
        var known = before.Known;
        bool isRefused = false;
        if (bytes is not null && Digest(bytes) is var digest && digest != known?.Digest)
        {
            CentroidsFile? file = null;
            fault = _pinned is not null && digest != _pinned
                ? $"They have the hash {digest}, and {_pinned} was promised (ARGUS_CLASSES_SHA256)."
                : CentroidsReader.Read(bytes, _pack!.Digest, _dimension, out file);
            isRefused = fault is not null;
            known = isRefused ? known : new KnownClasses(file!, digest);
        }

        _state = new ClassesState(known, fault is null ? null : $"The face classes of {_source.Location} (ARGUS_CLASSES) cannot be taken. {fault}", isRefused);
        return _state.Fault != before.Fault || !ReferenceEquals(known, before.Known);
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record ClassesState(KnownClasses? Known, string? Fault, bool IsRefused = false);
}

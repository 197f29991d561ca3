using System.Security.Cryptography;
using Argus.Inference.Models;
using Argus.Inference.Score;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Score;

/// <summary>The head that POST /score asks, or why there is none.</summary>
internal sealed class FaceScores : IDisposable
{
    private const int MaxBytes = 16 << 20;

    private readonly string? _fault;
    private readonly KnownHead? _head;

    private FaceScores(KnownHead? head, string? fault) => (_head, _fault) = (head, fault);

    /// <summary>No head.</summary>
    public static FaceScores Nothing { get; } = new(null, null);

    /// <summary>The head, or the 503 that says what to do.</summary>
    public Outcome<KnownHead> Current => _head is not null
        ? _head
        : new Refusal(503, _fault ?? "This server has no score head. Name a file of one in ARGUS_SCORE_HEAD, or as a file of the pack with the role classifier-head and the family score.");

    /// <summary>What is wrong with the head that was named; null where nothing is.</summary>
    public string? Fault => _fault;

    /// <inheritdoc/>
    public void Dispose() => _head?.Head.Dispose();

    /// <summary>Reads the head.</summary>
    /// <param name="pack">The pack; its classifier head is taken where it is one of scores and no other file is named.</param>
    /// <param name="dimension">Length of its vectors; 0 where it makes none.</param>
    /// <param name="path">ARGUS_SCORE_HEAD; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<FaceScores> LoadAsync(ResolvedPack pack, int dimension, string? path, CancellationToken cancel)
    {
        if (path is null && pack.Files.TryGetValue(ModelRole.ClassifierHead, out var file) && file.File.Output.Family == ModelFamily.Score)
            path = file.Path;
        if (path is null)
            return Nothing;
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                return new FaceScores(null, $"The score head {path} has more than {MaxBytes} bytes.");
            byte[] bytes = await File.ReadAllBytesAsync(path, cancel);
            return ScoreHead.Read(bytes, pack.Digest, dimension, out var head) is { } why
                ? new FaceScores(null, $"The score head {path} cannot be taken. {why}")
                : new FaceScores(new KnownHead(head!, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes))), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FaceScores(null, $"The score head {path} cannot be read: {e.Message}");
        }
    }
}

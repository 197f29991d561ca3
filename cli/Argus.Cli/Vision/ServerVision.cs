using System.Globalization;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Argus.Inference.Faces;

namespace Argus.Cli.Vision;

/// <summary>Asks a model server or gateway.</summary>
internal sealed class ServerVision(RemoteClient client, int concurrency) : IVision
{
    /// <inheritdoc/>
    public int Concurrency => concurrency;

    /// <inheritdoc/>
    public Task<Reply<DetectResponse>> DetectAsync(PictureSource picture, AnalyzeRequest request, CancellationToken cancel) =>
        client.PostAsync("detect" + Query(request), () => new PictureForm().With("file", picture), ContractsJson.Default.DetectResponse, AnswerCheck.Of, cancel);

    /// <inheritdoc/>
    public Task<Reply<ImageEmbeddingResponse>> EmbedImageAsync(PictureSource picture, CancellationToken cancel) =>
        client.PostAsync("embed/image", () => new PictureForm().With("file", picture), ContractsJson.Default.ImageEmbeddingResponse, AnswerCheck.Of, cancel);

    /// <inheritdoc/>
    public async Task<Reply<VerifyResponse>> VerifyAsync(PictureSource first, PictureSource second, float? threshold, CancellationToken cancel)
    {
        var reply = await client.PostAsync("verify", Form, ContractsJson.Default.VerifyResponse, AnswerCheck.Of, cancel);
        // The server knows the pictures by their places only.
        return reply.Ok
            ? reply
            : reply.Trouble with { Sentence = reply.Trouble.Sentence.Replace("Picture 1", first.Path, StringComparison.Ordinal).Replace("Picture 2", second.Path, StringComparison.Ordinal) };

        PictureForm Form()
        {
            var form = new PictureForm().With("file1", first).With("file2", second);
            return threshold is { } least ? form.With("threshold", least.ToString(CultureInfo.InvariantCulture)) : form;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // Only what differs from the server's own defaults: an older server knows no query.
    private static string Query(AnalyzeRequest request)
    {
        List<string> parts = [];
        if (request.MaxFaces > 0)
            parts.Add($"max_faces={request.MaxFaces}");
        if (request.MinSize > 0)
            parts.Add($"min_size={request.MinSize}");
        if (request.Threshold is { } threshold)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"threshold={threshold}"));
        if (!request.Embedding)
            parts.Add("embedding=false");
        if (!request.Attributes)
            parts.Add("attributes=false");
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }
}

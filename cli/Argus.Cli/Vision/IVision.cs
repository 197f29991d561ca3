using Argus.Cli.Pictures;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Argus.Inference.Faces;

namespace Argus.Cli.Vision;

/// <summary>What answers questions about pictures: an engine in this process, or a server. Safe for concurrent use.</summary>
internal interface IVision : IDisposable
{
    /// <summary>How many questions are worth asking at once.</summary>
    int Concurrency { get; }

    /// <summary>As <c>POST /detect</c>.</summary>
    Task<Reply<DetectResponse>> DetectAsync(PictureSource picture, AnalyzeRequest request, CancellationToken cancel);

    /// <summary>As <c>POST /embed/image</c>.</summary>
    Task<Reply<ImageEmbeddingResponse>> EmbedImageAsync(PictureSource picture, CancellationToken cancel);

    /// <summary>As <c>POST /verify</c>.</summary>
    /// <param name="first">One picture.</param>
    /// <param name="second">The other.</param>
    /// <param name="threshold">Cosine similarity from which both count as one person, -1 to 1; null: the one that belongs to the model.</param>
    /// <param name="cancel">Ends it.</param>
    Task<Reply<VerifyResponse>> VerifyAsync(PictureSource first, PictureSource second, float? threshold, CancellationToken cancel);
}

using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>A graph that turns square crops of one picture into one vector each: recognizer or attributes.</summary>
internal sealed class CropNetwork
{
    private readonly RecognizerRunner _runner;
    private readonly WorkerPool? _pool;
    private readonly Normalization _normalization;

    /// <exception cref="ModelLoadException">The graph does not keep the manifest's contract.</exception>
    public CropNetwork(ModelFile file, ModelSession session, int vectorLength, WorkerPool? pool)
    {
        (Session, _pool) = (session, pool);
        Size = file.Input.Height > 0 ? file.Input.Height : 112;
        _runner = new RecognizerRunner(session, [3, Size, Size], vectorLength);
        _normalization = new Normalization(file.Input);
    }

    public ModelSession Session { get; }

    /// <summary>Side of a crop in pixels.</summary>
    public int Size { get; }

    /// <summary>Values of a vector.</summary>
    public int VectorLength => _runner.VectorLength;

    /// <summary>
    /// Cuts and runs the crops that <paramref name="toCrops"/> (pixels of <paramref name="picture"/>) lead to: one by one on the CPU and as
    /// many as one run takes on a GPU, so that a crowd costs no more memory than that, spread over idle workers.
    /// </summary>
    /// <returns>The vectors, one after the other, as the graph gave them.</returns>
    public float[] Run(Picture picture, Affine[] toCrops, CancellationToken cancel)
    {
        float[] vectors = new float[toCrops.Length * VectorLength];
        int atOnce = _runner.RowsPerRun;
        void Chunk(int chunk)
        {
            cancel.ThrowIfCancellationRequested();
            int first = chunk * atOnce, rows = Math.Min(atOnce, toCrops.Length - first);
            using var crops = FloatPool.Shared.Rent(rows * _runner.RowLength);
            for (int row = 0; row < rows; row++)
                WarpKernel.Run(picture, toCrops[first + row], Size, _normalization, crops.Span((row + 1) * _runner.RowLength)[(row * _runner.RowLength)..]);
            _runner.Run(crops, rows, vectors.AsSpan(first * VectorLength), cancel);
        }

        int chunks = (toCrops.Length + atOnce - 1) / atOnce;
        if (_pool is not null)
            _pool.Spread(chunks, Chunk);
        for (int chunk = 0; _pool is null && chunk < chunks; chunk++)
            Chunk(chunk);
        return vectors;
    }

    /// <summary>Scales a whole picture to the crop, aspect ratio not kept, and runs it.</summary>
    public float[] RunWhole(Picture picture, CancellationToken cancel)
    {
        float[] vector = new float[VectorLength];
        using var crop = FloatPool.Shared.Rent(_runner.RowLength);
        LetterboxKernel.Run(picture, Letterbox.Stretch(picture.FullWidth, picture.FullHeight, Size, Size), _normalization, crop.Span(_runner.RowLength));
        _runner.Run(crop, 1, vector, cancel);
        return vector;
    }
}

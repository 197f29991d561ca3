using Argus.Inference.Faces;
using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Tests.Faces;

/// <summary>Outputs of a detector made up row by row: all rows are zero until they are set.</summary>
internal sealed class FakeOutputs
{
    private readonly List<(float[] Values, long[] Shape)> _tensors = [];

    /// <summary>Adds an output of <paramref name="rows"/> x <paramref name="width"/>, of rank 3 where <paramref name="leadingOne"/>.</summary>
    public float[] Add(int rows, int width, bool leadingOne = false)
    {
        float[] values = new float[rows * width];
        _tensors.Add((values, leadingOne ? [1, rows, width] : [rows, width]));
        return values;
    }

    /// <summary>Reads them with a head, as if they came from a canvas of this size.</summary>
    public List<Candidate> Decode(IDetectorHead head, int width, int height, float threshold = 0.5f)
    {
        OnnxRuntimeLibrary.Use(null);
        var found = new List<Candidate>();
        using var outputs = new SessionOutputs(new Values(_tensors));
        head.Decode(outputs, width, height, threshold, found);
        return found;
    }

    private sealed class Values : List<OrtValue>, IDisposableReadOnlyCollection<OrtValue>
    {
        public Values(IEnumerable<(float[] Values, long[] Shape)> tensors)
        {
            foreach (var (values, shape) in tensors)
                Add(OrtValue.CreateTensorValueFromMemory(values, shape));
        }

        public void Dispose()
        {
            foreach (var value in this)
                value.Dispose();
        }
    }
}

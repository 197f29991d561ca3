using Argus.Inference.Faces;
using Argus.Inference.Sessions;
using Argus.Inference.Sessions.Graphs;
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

    /// <summary>A graph that answers them whatever picture it gets.</summary>
    public byte[] ToGraph(params string[] names)
    {
        var graph = new ProtoMessage();
        var outputs = new List<ProtoMessage>();
        for (int i = 0; i < _tensors.Count; i++)
        {
            string name = names.Length > i ? names[i] : $"out{i}";
            graph.Add(1, new OnnxNode("Identity", [$"{name}.values"], [name]).ToMessage());
            graph.Add(5, new OnnxWeight($"{name}.values", _tensors[i].Shape, _tensors[i].Values).Bytes);
            outputs.Add(Tensor(name, _tensors[i].Shape));
        }

        graph.Add(2, "fixed").Add(11, Tensor("input", [1, 3, -1, -1]));
        foreach (var output in outputs)
            graph.Add(12, output);
        return new ProtoMessage().Add(1, 7).Add(8, new ProtoMessage().Add(2, 11)).Add(7, graph).ToBytes();
    }

    private static ProtoMessage Tensor(string name, long[] shape)
    {
        var dimensions = new ProtoMessage();
        foreach (long size in shape)
            dimensions.Add(1, size < 0 ? new ProtoMessage() : new ProtoMessage().Add(1, size));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, 1).Add(2, dimensions)));
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

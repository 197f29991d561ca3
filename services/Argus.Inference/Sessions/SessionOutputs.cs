using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>The outputs of one run, in graph order; Dispose returns their memory to ONNX Runtime.</summary>
public sealed class SessionOutputs(IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
{
    /// <summary>How many outputs there are.</summary>
    public int Count => values.Count;

    /// <summary>The tensor itself.</summary>
    public OrtValue this[int index] => values[index];

    /// <summary>Values of a float output, row by row, valid until Dispose.</summary>
    public ReadOnlySpan<float> Floats(int index) => values[index].GetTensorDataAsSpan<float>();

    /// <summary>Shape of an output.</summary>
    public long[] Shape(int index) => values[index].GetTensorTypeAndShape().Shape;

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}

using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Inference.Faces;

/// <summary>How heads find and read their outputs.</summary>
internal static class HeadOutputs
{
    /// <summary>The output whose rows have <paramref name="width"/> values, or -1.</summary>
    public static int OfWidth(IReadOnlyList<TensorDescription> outputs, int width)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Shape is [.., var last] && last == width)
                return i;
        }

        return -1;
    }

    /// <summary>Reads an output of known size: what a graph declares may be true for one canvas only.</summary>
    /// <param name="outputs">Of one run.</param>
    /// <param name="index">Position in the graph.</param>
    /// <param name="rows">Rows that the canvas leads to.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="family">The detector's name, for the error.</param>
    /// <exception cref="ModelLoadException">There are more or fewer values, or they are no 32-bit floats.</exception>
    public static ReadOnlySpan<float> Rows(this SessionOutputs outputs, int index, int rows, int width, string family)
    {
        var found = outputs[index].GetTensorTypeAndShape();
        if (found.ElementDataType != TensorElementType.Float || found.ElementCount != (long)rows * width)
            throw new ModelLoadException($"Output {index} of the detector is {found.ElementDataType} [{string.Join(", ", found.Shape)}], not {rows} rows of {width} floats: not a graph of {family} for this canvas.");
        return outputs.Floats(index);
    }
}

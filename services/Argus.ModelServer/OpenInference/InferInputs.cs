using System.Text.Json;
using Argus.Inference.Sessions;
using Argus.ServiceDefaults.Problems;
using Microsoft.ML.OnnxRuntime;

namespace Argus.ModelServer.OpenInference;

/// <summary>From the tensors of a request to those of a graph, in its order.</summary>
internal static class InferInputs
{
    /// <summary>Rows of one run: the memory of a run grows with them.</summary>
    private const int MaxRows = 64;

    /// <summary>Elements of one tensor: memory inside the graph is many times that of its input.</summary>
    private const long MaxElements = 3L * 2048 * 2048;

    /// <summary>Checks and creates the tensors.</summary>
    /// <param name="session">The graph.</param>
    /// <param name="body">The request.</param>
    /// <param name="bytes">The whole body that it was read from.</param>
    /// <param name="tensors">Receives the tensors, to be disposed by the caller also after a refusal.</param>
    public static Refusal? Create(ModelSession session, InferBody body, ReadOnlySpan<byte> bytes, List<OrtValue> tensors)
    {
        var sent = body.Request.Inputs;
        foreach (var input in sent)
        {
            if (!session.Inputs.Any(i => i.Name == input.Name))
                return Bad($"The graph has no input '{input.Name}'; it has {string.Join(", ", session.Inputs.Select(i => i.Name))}.");
        }

        if (Places(sent, bytes, body.JsonLength) is not { } places)
            return Bad("The binary_data_size of the inputs must be 0 or more, and add up to the bytes behind the JSON.");
        foreach (var wanted in session.Inputs)
        {
            int at = IndexOf(sent, wanted.Name);
            if (at < 0 || IndexOf(sent, wanted.Name, at + 1) >= 0)
                return Bad($"The input '{wanted.Name}' must be there once.");
            if (Check(wanted, sent[at], out var datatype) is { } wrong)
                return Bad(wrong);
            if (Create(sent[at], datatype!, bytes, places[at], tensors) is { } bad)
                return Bad(bad);
        }

        return null;
    }

    private static Refusal Bad(string detail) => new(400, detail);

    private static int IndexOf(IReadOnlyList<InferInput> inputs, string name, int from = 0)
    {
        for (int i = from; i < inputs.Count; i++)
        {
            if (inputs[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>Where each input's bytes lie behind the JSON, in the order of the request; null where the sizes do not add up.</summary>
    private static Range[]? Places(IReadOnlyList<InferInput> inputs, ReadOnlySpan<byte> bytes, int start)
    {
        var places = new Range[inputs.Count];
        long at = start;
        for (int i = 0; i < inputs.Count; i++)
        {
            long size = inputs[i].Parameters?.BinaryDataSize ?? 0;
            if (size < 0 || size > bytes.Length - at)
                return null;
            places[i] = (int)at..(int)(at + size);
            at += size;
        }

        return at == bytes.Length ? places : null;
    }

    private static string? Check(TensorDescription wanted, InferInput sent, out Datatype? datatype)
    {
        datatype = Datatype.Of(wanted.Type);
        if (datatype is null)
            return $"The input '{wanted.Name}' is of type {wanted.Type}, which is not served over this protocol.";
        if (sent.Datatype != datatype.Name)
            return $"The input '{wanted.Name}' must be of datatype {datatype.Name}, not '{sent.Datatype}'.";
        bool fits = sent.Shape.Length == wanted.Shape.Length;
        for (int i = 0; fits && i < sent.Shape.Length; i++)
            fits = sent.Shape[i] > 0 && (wanted.Shape[i] <= 0 || wanted.Shape[i] == sent.Shape[i]);
        if (!fits)
            return $"The input '{wanted.Name}' must have the shape [{string.Join(", ", wanted.Shape)}] (-1: any), not [{string.Join(", ", sent.Shape)}].";
        if (sent.Shape.Length > 0 && sent.Shape[0] > MaxRows)
            return $"The input '{wanted.Name}' may have at most {MaxRows} rows, not {sent.Shape[0]}.";
        return Count(sent.Shape) > MaxElements ? $"The input '{wanted.Name}' may have at most {MaxElements} elements." : null;
    }

    private static long Count(long[] shape)
    {
        long count = 1;
        foreach (long dimension in shape)
        {
            if (dimension > MaxElements)
                return long.MaxValue;
            count = Math.Min(count * dimension, MaxElements + 1);
        }

        return count;
    }

    private static string? Create(InferInput sent, Datatype datatype, ReadOnlySpan<byte> bytes, Range place, List<OrtValue> tensors)
    {
        long count = Count(sent.Shape);
        bool binary = sent.Parameters?.BinaryDataSize is not null;
        if (binary == sent.Data.HasValue)
            return $"The input '{sent.Name}' must have either data or binary_data_size.";
        if (binary && bytes[place].Length != count * datatype.Size)
            return $"The input '{sent.Name}' needs {count * datatype.Size} bytes, not {bytes[place].Length}.";
        // Each number takes two characters at least: a large shape with little data is refused before memory is taken.
        if (!binary && bytes[sent.Data!.Value].Length < 2 * count)
            return $"The input '{sent.Name}' needs {count} values.";
        var tensor = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, datatype.Element, sent.Shape);
        tensors.Add(tensor);
        if (binary)
        {
            bytes[place].CopyTo(tensor.GetTensorMutableRawData());
            return null;
        }

        try
        {
            return datatype.ReadList(bytes[sent.Data!.Value], tensor) == count ? null : $"The input '{sent.Name}' needs {count} values.";
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or JsonException)
        {
            return $"The input '{sent.Name}' holds a value that is no {datatype.Name}.";
        }
    }
}

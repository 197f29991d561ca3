using Argus.Contracts.Score;
using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Inference.Score;

/// <summary>A graph, computed on the CPU: it is small.</summary>
internal sealed class OnnxHead : ScoreHead
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _dimension;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    private OnnxHead(ScoreHeadFile file, InferenceSession session, int dimension)
        : base(file)
    {
        (_session, _dimension) = (session, dimension);
        (_inputs, _outputs) = ([.. session.InputNames], [.. session.OutputNames]);
    }

    /// <returns>Why it cannot be used, or null.</returns>
    public static string? Make(ScoreHeadFile file, int dimension, out ScoreHead? head)
    {
        head = null;
        InferenceSession? session = null;
        try
        {
            OnnxRuntimeLibrary.Use(null);
            using var settings = SessionSettings.Create(new HardwareOptions(), [], pattern: true, profile: null);
            session = new InferenceSession(file.Onnx!, settings);
            if (WhyNot(session, dimension) is { } why)
            {
                session.Dispose();
                return why;
            }

            var made = new OnnxHead(file, session, dimension);
            // Shapes are only promises.
            made.Raw(new float[dimension]);
            head = made;
            return null;
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidOperationException)
        {
            session?.Dispose();
            return $"Its graph cannot be used: {e.Message}";
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
        base.Dispose();
    }

    private protected override double Raw(ReadOnlySpan<float> vector)
    {
        if (vector.Length != _dimension)
            throw new ArgumentException($"The vector has {vector.Length} values, and the head is for {_dimension}.", nameof(vector));
        using var input = OrtValue.CreateTensorValueFromMemory(vector.ToArray(), [1, _dimension]);
        using var outputs = _session.Run(_run, _inputs, [input], _outputs);
        var values = outputs[0].GetTensorDataAsSpan<float>();
        return values.Length == 1 ? values[0] : throw new InvalidOperationException($"It gives {values.Length} values, and a score is one.");
    }

    private static string? WhyNot(InferenceSession session, int dimension)
    {
        var inputs = session.InputMetadata.Values.ToList();
        if (inputs is not [{ ElementDataType: TensorElementType.Float, Dimensions: [var rows, var values] }] || rows is not (1 or -1) || (values != dimension && values != -1))
            return $"Its graph must have one input of floats, 1 x {dimension}, as this model's vectors are.";
        return session.OutputMetadata.Values.ToList() is [{ ElementDataType: TensorElementType.Float }] ? null : "Its graph must have one output, of one float.";
    }
}

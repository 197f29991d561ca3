using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.ModelServer.OpenInference;

/// <summary>Element types by the names of the protocol.</summary>
internal abstract class Datatype(string name, TensorElementType element, int size)
{
    private static readonly Datatype[] All =
    [
        new Number<float>("FP32", TensorElementType.Float, static (ref r) => r.GetSingle(), static (w, v) => w.WriteNumberValue(v)),
        new Number<double>("FP64", TensorElementType.Double, static (ref r) => r.GetDouble(), static (w, v) => w.WriteNumberValue(v)),
        new Number<Half>("FP16", TensorElementType.Float16, static (ref r) => (Half)r.GetSingle(), static (w, v) => w.WriteNumberValue((float)v)),
        new Number<byte>("UINT8", TensorElementType.UInt8, static (ref r) => r.GetByte(), static (w, v) => w.WriteNumberValue(v)),
        new Number<ushort>("UINT16", TensorElementType.UInt16, static (ref r) => r.GetUInt16(), static (w, v) => w.WriteNumberValue(v)),
        new Number<uint>("UINT32", TensorElementType.UInt32, static (ref r) => r.GetUInt32(), static (w, v) => w.WriteNumberValue(v)),
        new Number<ulong>("UINT64", TensorElementType.UInt64, static (ref r) => r.GetUInt64(), static (w, v) => w.WriteNumberValue(v)),
        new Number<sbyte>("INT8", TensorElementType.Int8, static (ref r) => r.GetSByte(), static (w, v) => w.WriteNumberValue(v)),
        new Number<short>("INT16", TensorElementType.Int16, static (ref r) => r.GetInt16(), static (w, v) => w.WriteNumberValue(v)),
        new Number<int>("INT32", TensorElementType.Int32, static (ref r) => r.GetInt32(), static (w, v) => w.WriteNumberValue(v)),
        new Number<long>("INT64", TensorElementType.Int64, static (ref r) => r.GetInt64(), static (w, v) => w.WriteNumberValue(v)),
        new Number<byte>("BOOL", TensorElementType.Bool, static (ref r) => r.GetBoolean() ? (byte)1 : (byte)0, static (w, v) => w.WriteBooleanValue(v != 0)),
    ];

    /// <summary>Reads one element.</summary>
    private delegate T Read<T>(ref Utf8JsonReader reader);

    /// <summary>Name in the protocol.</summary>
    public string Name { get; } = name;

    /// <summary>Name in ONNX Runtime.</summary>
    public TensorElementType Element { get; } = element;

    /// <summary>Bytes of one element.</summary>
    public int Size { get; } = size;

    /// <summary>The type of a graph's tensor, or null where the protocol has none that is served here (text, bfloat16, complex).</summary>
    public static Datatype? Of(TensorElementType element) => Array.Find(All, d => d.Element == element);

    /// <summary>Reads a JSON list, nested or flat, in row-major order.</summary>
    /// <returns>How many elements there are; reading stops one past <paramref name="to"/>'s length.</returns>
    /// <exception cref="FormatException">An element does not fit the type.</exception>
    /// <exception cref="InvalidOperationException">An element is of another JSON kind.</exception>
    public abstract long ReadList(ReadOnlySpan<byte> json, OrtValue to);

    /// <summary>Writes all elements as a flat JSON list.</summary>
    /// <returns>False, with nothing written, where a value has no JSON form (infinite, not a number).</returns>
    public abstract bool TryWriteList(Utf8JsonWriter json, OrtValue from);

    private sealed class Number<T>(string name, TensorElementType element, Read<T> read, Action<Utf8JsonWriter, T> write)
        : Datatype(name, element, Unsafe.SizeOf<T>())
        where T : unmanaged, INumberBase<T>
    {
        public override long ReadList(ReadOnlySpan<byte> json, OrtValue to)
        {
            var values = MemoryMarshal.Cast<byte, T>(to.GetTensorMutableRawData());
            var reader = new Utf8JsonReader(json);
            int count = 0;
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                    continue;
                if (count == values.Length)
                    return count + 1;
                values[count++] = read(ref reader);
            }

            return count;
        }

        public override bool TryWriteList(Utf8JsonWriter json, OrtValue from)
        {
            var values = MemoryMarshal.Cast<byte, T>(from.GetTensorMutableRawData());
            foreach (var value in values)
            {
                if (!T.IsFinite(value))
                    return false;
            }

            json.WriteStartArray();
            foreach (var value in values)
                write(json, value);
            json.WriteEndArray();
            return true;
        }
    }
}

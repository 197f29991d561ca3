using System.Runtime.InteropServices;
using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

/// <summary>PNG, WebP, TIFF and GIF files of every kind by libvips' encoders.</summary>
internal static unsafe partial class TestVips
{
    public const int UChar = 0;
    public const int UShort = 2;
    public const int BlackWhite = 1;
    public const int CmykColor = 15;
    public const int Srgb = 22;
    public const int Rgb16 = 25;
    public const int Grey16 = 26;
    private const nuint BoolType = 5 << 2;
    private const nuint IntType = 6 << 2;

    /// <summary>Encodes 8-bit RGB.</summary>
    public static byte[] Encode(string saver, byte[] rgb, int width, int height, params (string Name, object Value)[] options) =>
        Encode(saver, rgb, width, height, bands: 3, UChar, Srgb, options);

    /// <summary>Encodes samples as they lie.</summary>
    public static byte[] Encode(string saver, byte[] samples, int width, int height, int bands, int format, int interpretation, params (string Name, object Value)[] options)
    {
        NativeDecoders.Load();
        nint image;
        fixed (byte* source = samples)
            image = FromMemory(source, (nuint)samples.Length, width, height, bands, format);
        using var plain = new VipsObject(image);
        using var typed = new VipsObject(Run("copy", "out", LibVips.ImageType, DuplicateObject, ("in", image), ("interpretation", new Enumerated(InterpretationType(), interpretation))));
        nint area = Run(saver, "buffer", LibVips.BlobType, DuplicateBoxed, [("in", typed.DangerousGetHandle()), .. options]);
        nuint length;
        byte* bytes = BlobGet(area, &length);
        byte[] file = new Span<byte>(bytes, (int)length).ToArray();
        LibVips.UnrefArea(area);
        return file;
    }

    private static nint Run(string name, string output, nuint outputType, Func<nint, nint> take, params (string Name, object Value)[] inputs)
    {
        nint operation = LibVips.NewOperation(name);
        Assert.NotEqual(0, operation);
        foreach (var (key, value) in inputs)
            Set(operation, key, value);
        nint built = LibVips.Build(operation);
        LibVips.Unref(operation);
        Assert.NotEqual(0, built);
        var answer = default(GValue);
        LibVips.InitValue(&answer, outputType);
        LibVips.GetProperty(built, output, &answer);
        nint result = take((nint)(&answer));
        LibVips.UnsetValue(&answer);
        LibVips.UnrefOutputs(built);
        LibVips.Unref(built);
        return result;
    }

    private static void Set(nint operation, string name, object option)
    {
        var value = default(GValue);
        switch (option)
        {
            case nint image:
                LibVips.InitValue(&value, LibVips.ImageType);
                SetObject(&value, image);
                break;
            case Enumerated(var type, var number):
                LibVips.InitValue(&value, type);
                LibVips.SetEnum(&value, number);
                break;
            case bool flag:
                LibVips.InitValue(&value, BoolType);
                SetBoolean(&value, flag ? 1 : 0);
                break;
            case int number:
                LibVips.InitValue(&value, IntType);
                SetInt(&value, number);
                break;
            default:
                throw new ArgumentException($"{name}: {option.GetType()}", nameof(option));
        }

        LibVips.SetProperty(operation, name, &value);
        LibVips.UnsetValue(&value);
    }

    private static nint DuplicateObject(nint value) => LibVips.DuplicateObject((GValue*)value);

    private static nint DuplicateBoxed(nint value) => DuplicateBoxedValue((GValue*)value);

    /// <summary>A value of an enumeration of the library.</summary>
    public sealed record Enumerated(nuint Type, int Number);

    public static Enumerated TiffDeflate => new(TiffCompressionType(), 2);

    [LibraryImport(LibVips.Library, EntryPoint = "vips_image_new_from_memory_copy")]
    private static partial nint FromMemory(byte* samples, nuint size, int width, int height, int bands, int format);

    [LibraryImport(LibVips.Library, EntryPoint = "vips_interpretation_get_type")]
    private static partial nuint InterpretationType();

    [LibraryImport(LibVips.Library, EntryPoint = "vips_foreign_tiff_compression_get_type")]
    private static partial nuint TiffCompressionType();

    [LibraryImport(LibVips.Library, EntryPoint = "vips_blob_get")]
    private static partial byte* BlobGet(nint blob, nuint* length);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_object")]
    private static partial void SetObject(GValue* value, nint instance);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_boolean")]
    private static partial void SetBoolean(GValue* value, int flag);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_int")]
    private static partial void SetInt(GValue* value, int number);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_dup_boxed")]
    private static partial nint DuplicateBoxedValue(GValue* value);
}

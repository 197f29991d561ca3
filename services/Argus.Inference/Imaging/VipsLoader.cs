using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>Opens a picture in memory with one named loader of libvips, never with one the library picks.</summary>
internal static unsafe class VipsLoader
{
    private const int AccessSequential = 1;
    private const int FailOnError = 2;

    /// <summary>Reads the header; pixels come when they are asked for, top to bottom.</summary>
    /// <param name="loader">Name of the operation.</param>
    /// <param name="bytes">The file, which must stay where it is while the image lives.</param>
    /// <param name="length">Its length.</param>
    /// <returns>An image, invalid where the loader refuses the file.</returns>
    public static VipsObject Open(string loader, byte* bytes, int length)
    {
        using var operation = new VipsObject(LibVips.NewOperation(loader));
        if (operation.IsInvalid)
            return new VipsObject(0);
        nint instance = operation.DangerousGetHandle();
        SetBlob(instance, "buffer", bytes, length);
        SetEnum(instance, "access", LibVips.AccessType, AccessSequential);
        SetEnum(instance, "fail_on", LibVips.FailOnType, FailOnError);
        using var built = new VipsObject(LibVips.Build(instance));
        var image = new VipsObject(built.IsInvalid ? 0 : GetImage(built.DangerousGetHandle()));
        // The operation and its outputs hold each other until this.
        LibVips.UnrefOutputs(built.IsInvalid ? instance : built.DangerousGetHandle());
        return image;
    }

    private static void SetBlob(nint instance, string name, byte* bytes, int length)
    {
        nint blob = LibVips.NewBlob(0, bytes, (nuint)length);
        GValue value;
        NativeMemory.Clear(&value, (nuint)sizeof(GValue));
        LibVips.InitValue(&value, LibVips.BlobType);
        LibVips.SetBoxed(&value, blob);
        LibVips.SetProperty(instance, name, &value);
        LibVips.UnsetValue(&value);
        LibVips.UnrefArea(blob);
    }

    private static void SetEnum(nint instance, string name, nuint type, int number)
    {
        GValue value;
        NativeMemory.Clear(&value, (nuint)sizeof(GValue));
        LibVips.InitValue(&value, type);
        LibVips.SetEnum(&value, number);
        LibVips.SetProperty(instance, name, &value);
        LibVips.UnsetValue(&value);
    }

    private static nint GetImage(nint operation)
    {
        GValue value;
        NativeMemory.Clear(&value, (nuint)sizeof(GValue));
        LibVips.InitValue(&value, LibVips.ImageType);
        LibVips.GetProperty(operation, "out", &value);
        nint image = LibVips.DuplicateObject(&value);
        LibVips.UnsetValue(&value);
        return image;
    }
}

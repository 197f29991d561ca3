using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>libvips by its GObject calls: the variadic ones cannot be called from here.</summary>
internal static unsafe partial class LibVips
{
    public const string Library = "libvips-cpp.so";
    private const int LogLevelsBelowError = 0xF8;

    /// <summary>GType of image properties.</summary>
    public static nuint ImageType { get; private set; }

    /// <summary>GType of blob properties.</summary>
    public static nuint BlobType { get; private set; }

    /// <summary>GType of VipsAccess.</summary>
    public static nuint AccessType { get; private set; }

    /// <summary>GType of VipsFailOn.</summary>
    public static nuint FailOnType { get; private set; }

    /// <summary>Starts the library; fails where it is not there.</summary>
    public static void Load()
    {
        if (Init("argus") != 0)
            throw new InvalidOperationException("libvips does not start.");
        BlockUntrusted(1);
        // Requests are the unit of parallel work here, and no picture is seen twice.
        SetConcurrency(1);
        SetCacheMax(0);
        // Warnings about odd but readable files would go to standard error.
        SetLogHandler("VIPS", LogLevelsBelowError, &Ignore, 0);
        (ImageType, BlobType, AccessType, FailOnType) = (GetImageType(), GetBlobType(), GetAccessType(), GetFailOnType());
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint domain, int level, nint message, nint data)
    {
    }

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Init(string program);

    [LibraryImport(Library, EntryPoint = "vips_block_untrusted_set")]
    private static partial void BlockUntrusted(int state);

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    private static partial void SetConcurrency(int threads);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    private static partial void SetCacheMax(int operations);

    [LibraryImport(Library, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint SetLogHandler(string domain, int levels, delegate* unmanaged[Cdecl]<nint, int, nint, nint, void> handler, nint data);

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    private static partial nuint GetImageType();

    [LibraryImport(Library, EntryPoint = "vips_blob_get_type")]
    private static partial nuint GetBlobType();

    [LibraryImport(Library, EntryPoint = "vips_access_get_type")]
    private static partial nuint GetAccessType();

    [LibraryImport(Library, EntryPoint = "vips_fail_on_get_type")]
    private static partial nuint GetFailOnType();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    public static partial void ClearError();

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewOperation(string name);

    [LibraryImport(Library, EntryPoint = "vips_cache_operation_build")]
    public static partial nint Build(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    public static partial void UnrefOutputs(nint operation);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint instance);

    [LibraryImport(Library, EntryPoint = "g_free")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetProperty(nint instance, string name, GValue* value);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GetProperty(nint instance, string name, GValue* value);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    public static partial GValue* InitValue(GValue* value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    public static partial void UnsetValue(GValue* value);

    [LibraryImport(Library, EntryPoint = "g_value_set_enum")]
    public static partial void SetEnum(GValue* value, int number);

    [LibraryImport(Library, EntryPoint = "g_value_set_boxed")]
    public static partial void SetBoxed(GValue* value, nint boxed);

    [LibraryImport(Library, EntryPoint = "g_value_dup_object")]
    public static partial nint DuplicateObject(GValue* value);

    [LibraryImport(Library, EntryPoint = "vips_blob_new")]
    public static partial nint NewBlob(nint free, void* data, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    public static partial void UnrefArea(nint area);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    public static partial int Width(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    public static partial int Height(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    public static partial int Bands(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    public static partial int BandFormat(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    public static partial int Interpretation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_region_new")]
    public static partial nint NewRegion(nint image);

    [LibraryImport(Library, EntryPoint = "vips_region_fetch")]
    public static partial byte* Fetch(nint region, int left, int top, int width, int height, nuint* length);
}

/// <summary>GLib's typed value, filled and read by GLib alone.</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct GValue;

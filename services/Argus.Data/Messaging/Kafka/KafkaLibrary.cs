using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Argus.Data.Messaging.Kafka;

/// <summary>
/// The native library behind the Kafka client: beside the program, built into artifacts/native by native/librdkafka/build, or the system's where that is new enough.
/// </summary>
public static class KafkaLibrary
{
    /// <summary>Older ones lack functions that the client calls while it consumes.</summary>
    public static readonly Version Oldest = new(2, 3, 0);

    private static readonly Lazy<(IntPtr Handle, string? Missing)> Loaded = new(Load);

    /// <summary>Why Kafka cannot be used on this machine and what to do; null where it can.</summary>
    public static string? Missing => Loaded.Value.Missing;

    /// <summary>The library, for those who call functions of it that the client does not have.</summary>
    public static IntPtr Handle => Loaded.Value.Handle;

    /// <summary>Makes sure that the client finds the library; every user of the client calls it first.</summary>
    /// <exception cref="DllNotFoundException">It is neither here nor on the system; the message says what to do.</exception>
    public static void Require()
    {
        if (Missing is { } reason)
            throw new DllNotFoundException(reason);
    }

    private static (IntPtr, string?) Load()
    {
        foreach (string path in Places())
        {
            if (!NativeLibrary.TryLoad(path, out var handle))
                continue;
            var version = VersionOf(handle);
            if (version < Oldest)
            {
                return (IntPtr.Zero, $"Kafka cannot be used: the librdkafka of this system is {version}, and {Oldest} or newer is needed. Build it with: native/librdkafka/build");
            }

            NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (name, _, _) => name.EndsWith("librdkafka", StringComparison.Ordinal) ? handle : IntPtr.Zero);
            return (handle, null);
        }

        return (IntPtr.Zero, "Kafka cannot be used: librdkafka is not here. Build it with: native/librdkafka/build (needs gcc, make, libssl-dev, zlib1g-dev, libzstd-dev), or install librdkafka1 2.3 or newer");
    }

    // In the build output of a clone a program lies in artifacts/bin/NAME/release.
    private static IEnumerable<string> Places()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "librdkafka.so");
        yield return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "native", "librdkafka.so"));
        if (Environment.GetEnvironmentVariable("ARGUS_HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, "artifacts", "native", "librdkafka.so");
        yield return "librdkafka.so.1";
    }

    // 0xMMmmrrxx
    private static Version VersionOf(IntPtr handle)
    {
        int version = Marshal.GetDelegateForFunctionPointer<NumberFunction>(NativeLibrary.GetExport(handle, "rd_kafka_version"))();
        return new(version >> 24, (version >> 16) & 0xFF, (version >> 8) & 0xFF);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int NumberFunction();
}

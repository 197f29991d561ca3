using System.Globalization;

namespace Argus.Gateway.Listening;

/// <summary>
/// Requests are carried by the threads that wait for the network: what a request costs here is mostly the waking of threads, which is half as often so.
/// Nothing on its way may block; what takes long, such as a new route table, is done elsewhere.
/// </summary>
internal static class EventLoops
{
    // The runtime has no other way to say it, and reads them when the first socket is made.
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Whether it is so in this process.</summary>
    public static bool AreUsed => Environment.GetEnvironmentVariable(Inline) == "1";

    /// <summary>To be called before anything else. Settings of the environment stay as they are.</summary>
    public static void Use()
    {
        Set(Inline, "1");
        // The other half is for the kernel's part of the same work, and for who else is on the machine: more loops only push each other out of the caches.
        Set(Count, Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture));
    }

    private static void Set(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, value);
    }
}

namespace Argus.Gateway.Listening;

/// <summary>
/// Requests are carried by the threads that wait for the network, one a core: what a request costs here is mostly the waking of threads, which is twice less so.
/// Nothing on its way may block; what takes long, such as a new route table, is done elsewhere.
/// </summary>
internal static class EventLoops
{
    // The runtime has no other way to say it, and reads it when the first socket is made.
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Whether it is so in this process.</summary>
    public static bool AreUsed => Environment.GetEnvironmentVariable(Setting) == "1";

    /// <summary>To be called before anything else. A setting of the environment stays as it is.</summary>
    public static void Use()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null)
            Environment.SetEnvironmentVariable(Setting, "1");
    }
}

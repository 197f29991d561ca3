using System.Diagnostics;

namespace Argus.LocalCluster.Tests.Node;

/// <summary>What .NET has no words for, such as paths that are longer than the kernel takes at once.</summary>
internal static class Shell
{
    /// <summary>A script that makes folders in each other below the present one, so deep that nothing but going down step by step reaches the last.</summary>
    public const string Nest = "d=$(printf %0200d 0); for i in $(seq 30); do mkdir $d && cd $d || break; done";

    /// <summary>Removes what the script made.</summary>
    public static void Unnest(string folder) => Run("find \"$1\" -name '0*0' -delete", folder);

    public static void Run(string script, string argument)
    {
        using var shell = Process.Start("/bin/sh", ["-c", script, "sh", argument]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}

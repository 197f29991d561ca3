using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Argus.Testing.Users;

/// <summary>Does work with the rights of an ordinary user. Root is let through everywhere, and would see none of the refusals that others meet.</summary>
public static partial class OrdinaryUser
{
    /// <summary>What tests run as where they are run by root.</summary>
    public const uint Id = 10001;

    /// <summary>Does the work on a thread that files and folders take for an ordinary user's; what it makes belongs to him.</summary>
    public static void Do(Action work)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            work();
            return;
        }

        ExceptionDispatchInfo? failed = null;
        // The kernel keeps this for each thread, and it must not be one of the pool.
        var thread = new Thread(() =>
        {
            try
            {
                SetFileUser(Id);
                work();
            }
            catch (Exception error)
            {
                failed = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failed?.Throw();
    }

    // Answers the user of before, and never an error.
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);
}

namespace Argus.Data.Jobs;

internal static class JobClock
{
    /// <summary>The present, as exact as databases keep it: a job that was written and one that was read are equal.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

using System.Reflection;
using Argus.Data.Jobs;

namespace Argus.Jobs.Tests.Running;

/// <summary>A store of jobs that can do nothing.</summary>
internal class BrokenStore : DispatchProxy
{
    private JobStoreFault _fault;

    /// <summary>One that fails in one way whatever it is asked.</summary>
    public static IJobStore Create(JobStoreFault fault)
    {
        var store = Create<IJobStore, BrokenStore>();
        ((BrokenStore)(object)store)._fault = fault;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new JobStoreException(_fault, "/secret/place is broken.");
}

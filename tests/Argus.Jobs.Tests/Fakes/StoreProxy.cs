using System.Collections.Concurrent;
using System.Reflection;
using Argus.Data.Jobs;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Fakes;

/// <summary>A true store behind a door that a test can shut, and that counts who comes through.</summary>
public class StoreProxy : DispatchProxy
{
    private readonly ConcurrentDictionary<string, int> _calls = [];
    private IJobStore _inner = null!;

    /// <summary>Why a method fails instead of being called; null: it is called.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Set after every call.</summary>
    public Signal Called { get; } = new();

    public static (IJobStore Store, StoreProxy Door) Around(IJobStore inner)
    {
        var store = Create<IJobStore, StoreProxy>();
        var door = (StoreProxy)(object)store;
        door._inner = inner;
        return (store, door);
    }

    /// <summary>How often a method was called.</summary>
    public int CallsOf(string method) => _calls.GetValueOrDefault(method);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Fault(targetMethod!.Name) is { } fault)
            throw fault;
        object? answer = targetMethod.Invoke(_inner, args);
        _calls.AddOrUpdate(targetMethod.Name, 1, (_, count) => count + 1);
        Called.Set();
        return answer;
    }
}

using Argus.Data.Jobs;

namespace Argus.Data.Tests.Jobs.Conformance;

/// <summary>Where a test's stores lie.</summary>
public interface IStorePlace : IAsyncDisposable
{
    /// <summary>Opens the same database each time.</summary>
    Task<IJobStore> OpenAsync(JobStoreOptions options, TimeProvider time);

    /// <summary>Runs SQL beside the store.</summary>
    Task RunAsync(string sql);
}

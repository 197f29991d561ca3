using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Operator.Reconciling;

/// <summary>
/// Ends the process when kubeconfig files lead to another server than the one in use, such as a local cluster that came back on another port: its
/// watches and its lease are gone with the address, and whoever runs it starts it anew.
/// </summary>
internal sealed class ConfigurationWatch(
    KubernetesClientConfiguration used, IReadOnlyList<string> files, IHostApplicationLifetime lifetime, ILogger<ConfigurationWatch> log) : IHostedService, IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private int _isMoved;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string file in files.Select(Path.GetFullPath).Where(f => Directory.Exists(Path.GetDirectoryName(f))))
        {
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file));
            watcher.Created += (_, _) => Look();
            watcher.Changed += (_, _) => Look();
            watcher.Renamed += (_, _) => Look();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }

        // It may have changed before it was watched.
        Look();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _watchers.ForEach(w => w.Dispose());

    private void Look()
    {
        try
        {
            var now = KubernetesClientConfiguration.BuildDefaultConfig();
            if ((now.Host == used.Host && now.AccessToken == used.AccessToken) || Interlocked.Exchange(ref _isMoved, 1) == 1)
                return;
            Log.ServerMoved(log, used.Host, now.Host);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        catch (KubeConfigException)
        {
            // Half written, or about to be: it changes once more.
        }
    }
}

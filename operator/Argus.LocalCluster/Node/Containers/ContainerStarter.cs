using System.Globalization;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Folders;
using Argus.LocalCluster.Node.Images;
using Argus.LocalCluster.Node.Logs;
using Argus.LocalCluster.Node.Machine;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>Makes processes of containers.</summary>
internal sealed class ContainerStarter(NodeOptions options, MachineFacts machine, Poller poller, TimeProvider time)
{
    private const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const string DefaultTerminationPath = "/dev/termination-log";

    /// <summary>Starts a container in a folder of its own.</summary>
    /// <exception cref="StartException">Its image is not known.</exception>
    /// <exception cref="ConfigException">What its variables or mounts refer to is missing.</exception>
    /// <exception cref="IOException">Its program cannot be started.</exception>
    public RunningContainer Start(StartRequest request)
    {
        var (launch, mounts) = Prepare(request);
        Require(launch);
        if (Directory.Exists(launch.RunDirectory))
        {
            // A process of ours was killed after it had started this run and before it had noted so.
            ContainerLauncher.KillMarked(launch.RunDirectory);
            FolderTree.Delete(launch.RunDirectory);
        }
        ContainerLauncher.MakePipe(launch.RunDirectory);
        // The reader first: what a short life says would else be lost with it.
        var log = OpenLog(launch);
        try
        {
            return Running(request, launch, mounts, ContainerLauncher.Start(launch), log);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Takes on a container that an earlier process of ours had started.</summary>
    public RunningContainer Adopt(StartRequest request, ProcessId process)
    {
        var (launch, mounts) = Prepare(request);
        return Running(request, launch, mounts, process, OpenLog(launch));
    }

    /// <summary>The program that stands in for the container's image.</summary>
    /// <exception cref="StartException">There is none.</exception>
    public ImageCommand Image(V1Container container) =>
        ImageMap.Find(options.Images, container.Image ?? "") ?? throw new StartException("ErrImagePull", ImageMap.Problem(options.Images, container.Image ?? ""));

    private ContainerLog OpenLog(LaunchSpec launch)
    {
        var log = new ContainerLog(launch.RunDirectory, options.LogFileBytes, options.LogFiles, time);
        try
        {
            log.Attach(poller);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    private static RunningContainer Running(StartRequest request, LaunchSpec launch, MountTable mounts, ProcessId process, ContainerLog log) => new()
    {
        Spec = request.Container,
        Address = request.Address,
        Run = request.Run,
        Process = process,
        Launch = launch,
        Log = log,
        Mounts = mounts,
        TerminationMessageFile = request.Files.TerminationMessage(request.Container.Name, request.Run),
    };

    private (LaunchSpec Launch, MountTable Mounts) Prepare(StartRequest request)
    {
        var container = request.Container;
        var image = Image(container);
        var variables = ContainerEnvironment.Build(container, request.Pod.Metadata.Namespace!, request.Fields, request.Objects);
        string message = request.Files.TerminationMessage(container.Name, request.Run);
        // Folders that pods may reach as they are stay what they are, also below a mount path such as /tmp.
        var mounts = request.Volumes.Mounts(
            container,
            variables,
            [(container.TerminationMessagePath ?? DefaultTerminationPath, message), .. options.AllowedHostPaths.Select(path => (path, path))]);

        string home = request.Files.Home(container.Name);
        Directory.CreateDirectory(home);
        var environment = Base(request, image, home);
        foreach (var (name, value) in variables)
            environment[name] = mounts.Rewrite(value);
        string Own(string text) => mounts.Rewrite(ContainerEnvironment.Expand(text, variables));
        bool replaced = container.Command is { Count: > 0 };
        string[] command =
        [
            .. replaced ? container.Command!.Select(Own) : image.Command,
            .. container.Args?.Select(Own) ?? (replaced ? [] : image.Arguments),
        ];
        string? working = container.WorkingDir is { Length: > 0 } wanted ? mounts.Map(wanted) : null;
        return (new LaunchSpec(request.Files.Run(container.Name, request.Run), command, environment, working ?? home), mounts);
    }

    // Nothing of the machine's own environment is handed on but for where .NET is.
    private Dictionary<string, string> Base(StartRequest request, ImageCommand image, string home)
    {
        string? folder = Path.GetDirectoryName(image.Command[0]);
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = folder is { Length: > 0 } ? $"{folder}:{SystemPath}" : SystemPath,
            ["HOME"] = home,
            ["TMPDIR"] = request.Files.Temporary,
            ["HOSTNAME"] = request.Pod.Spec?.Hostname ?? request.Pod.Metadata.Name!,
        };
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } dotnet)
            environment["DOTNET_ROOT"] = dotnet;
        if (Limit(request.Container, "cpu") is { } cpus)
        {
            string threads = Math.Ceiling(cpus.Value).ToString(CultureInfo.InvariantCulture);
            environment["DOTNET_PROCESSOR_COUNT"] = threads;
            environment["OMP_NUM_THREADS"] = threads;
        }

        string devices = string.Join(',', request.Devices);
        // A container that asked for no device must not find one.
        if (machine.NvidiaDevices.Count > 0)
            environment["CUDA_VISIBLE_DEVICES"] = Limit(request.Container, DeviceAllocator.Nvidia) is null ? "" : devices;
        if (machine.AmdDevices > 0)
            environment["HIP_VISIBLE_DEVICES"] = Limit(request.Container, DeviceAllocator.Amd) is null ? "-1" : devices;
        foreach (var (name, value) in image.Environment)
            environment[name] = value;
        return environment;
    }

    public static ResourceQuantity? Limit(V1Container container, string resource) =>
        container.Resources?.Limits is { } limits && limits.TryGetValue(resource, out var limit) ? limit : null;

    // The shell would print this into the log and end with 127; the status is the better place.
    private static void Require(LaunchSpec launch)
    {
        string program = launch.Command is [{ Length: > 0 } first, ..] ? first : throw new IOException("the command is empty");
        var places = program.Contains('/', StringComparison.Ordinal)
            ? [Path.GetFullPath(program, launch.WorkingDirectory)]
            : launch.Environment["PATH"].Split(':').Select(folder => Path.Combine(folder, program));
        var found = places.FirstOrDefault(File.Exists)
            ?? throw new IOException($"exec: \"{program}\": {(program.Contains('/', StringComparison.Ordinal) ? "no such file or directory" : "executable file not found in $PATH")}");
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(found) & Executable) == 0)
            throw new IOException($"exec: \"{program}\": permission denied");
    }
}

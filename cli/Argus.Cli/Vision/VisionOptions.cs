using System.CommandLine;
using System.CommandLine.Parsing;
using Argus.Cli.Hosting;
using Argus.Cli.Packs;
using Argus.Cli.Remote;
using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Argus.Kube.Client;

namespace Argus.Cli.Vision;

/// <summary>Options that say who looks at the pictures: a server, or a pack in this process.</summary>
internal sealed class VisionOptions
{
    // The one shipped pack that knows whole pictures.
    private const string ImagePack = "clip-vit-b-32";

    private readonly PackOptions _packs = new();
    private readonly RemoteOptions _remote = new();
    private readonly Option<EngineProfile> _profile = new("--profile")
    {
        HelpName = "fast|exact",
        Description = "exact: the reference arithmetic at the reference shapes. Default: fast.",
        CustomParser = ParseProfile,
    };

    private IReadOnlyList<Option> Local => [_packs.Pack, _packs.AcceptLicense, _profile];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _remote.AddTo(command);
        _packs.AddTo(command);
        command.Options.Add(_profile);
        command.Validators.Add(result => _remote.Check(result, Local));
    }

    /// <summary>Makes ready what was asked for; where it cannot be had, says why on standard error.</summary>
    /// <returns>It, or null and the exit code.</returns>
    public async Task<(IVision? Vision, int ExitCode)> OpenAsync(ParseResult parsed, VisionTask task, TimeProvider time, CancellationToken cancel)
    {
        var (target, error) = _remote.Read(parsed, Local);
        if (error is not null)
            return (null, Terminal.Fail(error, Terminal.Usage));
        if (target is null)
            return await LoadAsync(parsed, task, time, cancel);
        foreach (string warning in target.Warnings)
            Console.Error.WriteLine(warning);
        var client = new RemoteClient(target.CreateHttp(), target, new RetryWaits(new Jitter(new Random())), time, Terminal.Remark);
        return (new ServerVision(client, target.Concurrency), Terminal.Ok);
    }

    private async Task<(IVision? Vision, int ExitCode)> LoadAsync(ParseResult parsed, VisionTask task, TimeProvider time, CancellationToken cancel)
    {
        string pack = parsed.GetValue(_packs.Pack) ?? (task == VisionTask.Images ? ImagePack : PackCatalog.DefaultPack);
        var loaded = await new PackLoader(_packs.StoreOptions(parsed), time).LoadAsync(pack, cancel);
        if (loaded.Pack is null)
            return (null, Terminal.Fail(loaded.Error!));
        foreach (string sentence in loaded.LeftOut)
            Console.Error.WriteLine(sentence);
        try
        {
            return task == VisionTask.Images
                ? (new EngineVision(loaded.Pack, null, ImageEncoder.Load(loaded.Pack, new HardwareOptions(), new ImageLimits()), time), Terminal.Ok)
                : (new EngineVision(loaded.Pack, FaceEngine.Load(loaded.Pack, new FaceEngineOptions { Profile = parsed.GetValue(_profile) }), null, time), Terminal.Ok);
        }
        catch (ModelLoadException e)
        {
            bool wrongKind = task == VisionTask.Images && !loaded.Pack.Files.ContainsKey(ModelRole.ImageEncoder);
            return (null, Terminal.Fail(wrongKind ? $"{e.Message} Choose one that has with --pack, such as {ImagePack}." : e.Message));
        }
    }

    private static EngineProfile ParseProfile(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Enum.TryParse(text, ignoreCase: true, out EngineProfile profile) && Enum.IsDefined(profile))
            return profile;
        result.AddError($"--profile must be fast or exact, not '{text}'.");
        return default;
    }
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Argus.LocalCluster.Node;
using Argus.LocalCluster.Node.Images;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster;

/// <summary>Reads the command line.</summary>
internal sealed class ClusterOptionsReader
{
    public const string Usage = """
        argus-local-cluster --data-dir FOLDER [--port 6443] [--kubeconfig FILE] [--history 20000]
                            [--image PATTERN=PROGRAM]... [--host-path FOLDER]... [--no-node]

          --data-dir    where objects, volumes and logs are kept; created where it is missing
          --port        on the loopback address; 0 for any free one
          --kubeconfig  written at start, mode 0600; default is kubeconfig in the data folder
          --history     changes remembered for each kind, for watches that fall behind
          --image       program that runs for images of this name, such as argus/model-server=/opt/server.dll
          --host-path   folder that hostPath volumes may reach as it is; others are made in the data folder
          --no-node     keep objects and look after them, but run no pod
        """;

    private readonly List<string> _errors = [];
    private readonly List<ImageCommand> _images = [];
    private readonly List<string> _hostPaths = [];
    private string? _folder;
    private string? _kubeconfig;
    private int _port = 6443;
    private int _history = 20_000;
    private bool _node = true;

    /// <summary>Every fault of the command line; the options count where there is none.</summary>
    public static IReadOnlyList<string> Read(string[] arguments, out ClusterOptions options)
    {
        var reader = new ClusterOptionsReader();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--no-node")
                reader._node = false;
            else if (i + 1 < arguments.Length)
                reader.Take(arguments[i], arguments[++i]);
            else
                reader._errors.Add($"{arguments[i]} needs a value, or is no option.");
        }

        if (reader._folder is null)
            reader._errors.Add("--data-dir is missing: name a folder in which objects are kept.");
        options = reader.Options(Path.GetFullPath(reader._folder ?? "."));
        return reader._errors;
    }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "--data-dir":
                _folder = value;
                break;
            case "--kubeconfig":
                _kubeconfig = value;
                break;
            case "--port":
                _port = Number(name, value, 0, 65535);
                break;
            case "--history":
                _history = Number(name, value, 1, 10_000_000);
                break;
            case "--image":
                Image(value);
                break;
            case "--host-path":
                _hostPaths.Add(Path.GetFullPath(value));
                break;
            default:
                _errors.Add($"There is no option {name}.");
                break;
        }
    }

    private ClusterOptions Options(string folder) => new()
    {
        Port = _port,
        Kubeconfig = _kubeconfig ?? Path.Combine(folder, "kubeconfig"),
        Store = new StoreOptions { DataDirectory = folder, History = _history },
        Controllers = true,
        ServiceAddresses = Range(folder, 128),
        Node = _node ? Node(folder) : null,
    };

    private NodeOptions Node(string folder) => new()
    {
        DataDirectory = Path.Combine(folder, "node"),
        Images = _images,
        AllowedHostPaths = _hostPaths,
        PodAddresses = Range(folder, 0),
    };

    // Two clusters on one machine must not give one address twice: each has a range by its folder, the same at every start, one half for pods and one for Services.
    private static IPNetwork Range(string folder, int from) =>
        IPNetwork.Parse($"127.{64 + SHA256.HashData(Encoding.UTF8.GetBytes(folder))[0] % 128}.{from}.0/17");

    private void Image(string value)
    {
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        string program = value[(equals + 1)..];
        if (equals < 1 || !File.Exists(program))
            _errors.Add($"--image must be PATTERN=PROGRAM with a program that exists, not {value}.");
        else
            _images.Add(new ImageCommand(value[..equals], program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program]));
    }

    private int Number(string name, string text, int least, int most)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        _errors.Add($"{name} must be a number from {least} to {most}, not {text}.");
        return least;
    }
}

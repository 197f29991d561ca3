using System.Globalization;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster;

/// <summary>Reads the command line.</summary>
internal static class ClusterOptionsReader
{
    public const string Usage = """
        argus-local-cluster --data-dir FOLDER [--port 6443] [--kubeconfig FILE] [--history 20000]

          --data-dir    where objects are kept; created where it is missing
          --port        on the loopback address; 0 for any free one
          --kubeconfig  written at start, mode 0600; default is kubeconfig in the data folder
          --history     changes remembered for each kind, for watches that fall behind
        """;

    /// <summary>Every fault of the command line; the options count where there is none.</summary>
    public static IReadOnlyList<string> Read(string[] arguments, out ClusterOptions options)
    {
        var errors = new List<string>();
        string? folder = null, kubeconfig = null;
        int port = 6443, history = 20_000;
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name is not ("--data-dir" or "--port" or "--kubeconfig" or "--history"))
            {
                errors.Add($"There is no option {name}.");
                continue;
            }
            if (++i == arguments.Length)
            {
                errors.Add($"{name} needs a value.");
                break;
            }
            switch (name)
            {
                case "--data-dir":
                    folder = arguments[i];
                    break;
                case "--kubeconfig":
                    kubeconfig = arguments[i];
                    break;
                case "--port":
                    port = Number(name, arguments[i], 0, 65535, errors);
                    break;
                default:
                    history = Number(name, arguments[i], 1, 10_000_000, errors);
                    break;
            }
        }
        if (folder is null)
            errors.Add("--data-dir is missing: name a folder in which objects are kept.");
        options = new ClusterOptions
        {
            Port = port,
            Kubeconfig = kubeconfig ?? Path.Combine(folder ?? ".", "kubeconfig"),
            Store = new StoreOptions { DataDirectory = folder ?? ".", History = history },
        };
        return errors;
    }

    private static int Number(string name, string text, int least, int most, List<string> errors)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        errors.Add($"{name} must be a number from {least} to {most}, not {text}.");
        return least;
    }
}

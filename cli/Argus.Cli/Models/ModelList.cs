using Argus.Inference.Models;
using Spectre.Console;

namespace Argus.Cli.Models;

/// <summary>Prints the packs as a table.</summary>
internal static class ModelList
{
    public static int Run(PackCatalog catalog, ModelStoreOptions options, IAnsiConsole console, CancellationToken cancel)
    {
        var store = new ModelStore(options, TimeProvider.System);
        var table = new Table().Border(TableBorder.Simple).AddColumns("Pack", "Files", "Size", "Licence", "On this machine");
        int code = ModelCommand.Done;
        foreach (string name in catalog.Names)
        {
            var read = catalog.Read(name);
            if (read.Pack is { } pack)
            {
                table.AddRow(Row(pack, store, options, cancel));
                continue;
            }

            code = ModelCommand.Usage;
            table.AddRow(Cell(name), Cell(""), Cell(""), Cell(""), Cell($"not valid: {string.Join(" ", read.Violations)}"));
        }

        console.Write(table);
        return code;
    }

    private static IEnumerable<Text> Row(ModelPack pack, ModelStore store, ModelStoreOptions options, CancellationToken cancel)
    {
        var license = pack.License;
        bool refused = license.MustAccept && !options.AcceptedLicenses.Contains(license.Id);
        return
        [
            Cell(pack.Name == PackCatalog.DefaultPack ? $"{pack.Name} (default)" : pack.Name),
            Cell(pack.Files.Length.ToString()),
            Cell(ByteSize.Of(pack.Files.Sum(f => f.Bytes))),
            Cell(refused ? $"{license.Id} (to be accepted)" : license.Id),
            Cell(string.Join('\n', store.Inspect(pack, reread: false, cancel).Select(State))),
        ];
    }

    private static string State(FileState state) =>
        state.Path is not null ? $"{state.File.Name}: {state.Path}"
        : state.Wrong is not null ? $"{state.File.Name}: wrong. {state.Wrong}"
        : $"{state.File.Name}: missing";

    // Text, not markup: brackets in paths are brackets.
    private static Text Cell(string text) => new(text);
}

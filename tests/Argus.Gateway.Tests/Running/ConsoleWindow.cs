using Argus.Testing;
using Microsoft.Playwright;

namespace Argus.Gateway.Tests.Running;

/// <summary>The console in a window of its own.</summary>
internal sealed class ConsoleWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private ConsoleWindow(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A refused request is told there too, which the page tells in words; and that a test reads a canvas.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && !message.Text.StartsWith("Canvas2D: Multiple readback", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
        page.Request += (_, request) => Requests.Add(request.Url);
        page.Dialog += (_, dialog) =>
        {
            _complaints.Add($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Addresses that were asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors of scripts, and what the policy of the page refused.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<ConsoleWindow> OpenAsync(IBrowserContext context, Uri address)
    {
        var window = new ConsoleWindow(context, await context.NewPageAsync());
        await window.Page.GotoAsync(address.ToString());
        return window;
    }

    /// <summary>Picks photos as a person does with the dialog, and waits until the last one is shown.</summary>
    public async Task PickAsync(params string[] paths)
    {
        int before = await Page.Locator("#results .photo").CountAsync();
        await Page.Locator("#file").SetInputFilesAsync(paths);
        await Assertions.Expect(Page.Locator("#results .photo")).ToHaveCountAsync(before + paths.Length);
    }

    /// <summary>Red, green and blue where a point of the photo lies on the canvas.</summary>
    /// <param name="photo">Which one, from the top.</param>
    /// <param name="x">Pixels of the photo, from the left.</param>
    /// <param name="y">The same from the top.</param>
    /// <param name="width">Width of the photo.</param>
    public Task<int[]> ColourAsync(int photo, double x, double y, int width) => Page.Locator("canvas.view").Nth(photo).EvaluateAsync<int[]>(
        "(c, [x, y, width]) => [...c.getContext('2d').getImageData(Math.round(x * c.width / width), Math.round(y * c.width / width), 1, 1).data].slice(0, 3)",
        new[] { x, y, width });

    /// <summary>A picture of the whole page, kept with the results of the tests.</summary>
    public Task SaveAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(TestData.Repository, "artifacts", "screenshots", name + ".png"), FullPage = true });

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}

using Microsoft.Playwright;

namespace Argus.Gateway.Tests.Running;

/// <summary>One Chromium for all tests of the page; each test opens windows of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it lies, or null.</summary>
    public static string? Program { get; } = (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        from name in (string[])["chromium", "chromium-browser", "google-chrome"]
        let path = Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();

    /// <summary>Why a test that needs it cannot run; null where it can, and where it must be there.</summary>
    public static string? Missing =>
        Program is null && Environment.GetEnvironmentVariable("CI") is null ? "Chromium is not installed (Debian: apt-get install chromium)" : null;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
            return;
        // What is wanted is waited for; how long that takes is the machine's affair.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program ?? throw new InvalidOperationException("Chromium is not installed: apt-get install chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = 120_000,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A window that has nothing in common with others.</summary>
    /// <param name="address">What it shows.</param>
    /// <param name="width">In CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<ConsoleWindow> OpenAsync(Uri address, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(60_000);
        return await ConsoleWindow.OpenAsync(context, address);
    }
}

/// <summary>Tests that share the browser.</summary>
[CollectionDefinition(Name)]
public sealed class InChromium : ICollectionFixture<Chromium>, ICollectionFixture<FaceServer>
{
    public const string Name = "Chromium";
}

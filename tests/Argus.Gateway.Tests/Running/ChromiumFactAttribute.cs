using Argus.Testing;

namespace Argus.Gateway.Tests.Running;

/// <summary>A test that needs Chromium; skipped, saying so, where there is none, and failed where it must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    private bool _needsData;

    public ChromiumFactAttribute() => Skip = Chromium.Missing;

    /// <summary>Whether it also needs the real models and photos.</summary>
    public bool NeedsData
    {
        get => _needsData;
        set
        {
            _needsData = value;
            if (value && TestData.Root is null)
                Skip ??= "no shared/ folder with models and photos beside the clone";
        }
    }
}

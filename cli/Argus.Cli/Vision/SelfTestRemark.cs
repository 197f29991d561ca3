using Argus.Cli.Hosting;

namespace Argus.Cli.Vision;

/// <summary>Says once that answers come from the self-test.</summary>
internal sealed class SelfTestRemark
{
    private bool _said;

    /// <summary>Says it, the first time.</summary>
    public void Say()
    {
        if (!_said)
            Terminal.Remark("The pack selftest answers: it proves the wiring and knows nothing of real faces.");
        _said = true;
    }
}

namespace Argus.ServiceDefaults.Auth;

/// <summary>ModelDeployments that a caller may use: one, or all of a namespace.</summary>
/// <param name="Namespace">Null stands for all.</param>
/// <param name="Name">Null stands for all.</param>
public readonly record struct DeploymentRule(string? Namespace, string? Name)
{
    /// <summary>What a rule may look like.</summary>
    public const string Form = "must be namespace/name or namespace/*, or * for all";

    /// <summary>Reads <c>namespace/name</c>, <c>namespace/*</c> or <c>*</c>.</summary>
    public static bool TryParse(string text, out DeploymentRule rule)
    {
        rule = default;
        if (text == "*")
            return true;
        if (text.Split('/') is not [var ns, var name] || !IsName(ns) || (name != "*" && !IsName(name)))
            return false;
        rule = new DeploymentRule(ns, name == "*" ? null : name);
        return true;
    }

    /// <summary>Whether it covers a deployment.</summary>
    public bool Covers(string ns, string name) => (Namespace is null || Namespace == ns) && (Name is null || Name == name);

    private static bool IsName(string text) => text.Length is > 0 and <= 253 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}

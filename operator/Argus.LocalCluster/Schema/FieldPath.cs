using System.Globalization;
using System.Text;

namespace Argus.LocalCluster.Schema;

/// <summary>The path of the value that a walk stands on. Text is built only when it is asked for.</summary>
public sealed class FieldPath
{
    private readonly List<(string? Name, int Index)> _steps = [];

    public bool IsRoot => _steps.Count == 0;

    public void Push(string name) => _steps.Add((name, 0));

    public void Push(int index) => _steps.Add((null, index));

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>The path of a child, for instance <c>spec.ports[0].name</c>.</summary>
    public string Child(string relative)
    {
        string here = ToString();
        return here.Length == 0 ? relative.TrimStart('.') : relative.StartsWith('[') || relative.StartsWith('.') ? here + relative : $"{here}.{relative}";
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string? name, int index) in _steps)
        {
            if (name is null)
                text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else if (text.Length == 0)
                text.Append(name);
            else
                text.Append('.').Append(name);
        }

        return text.ToString();
    }
}

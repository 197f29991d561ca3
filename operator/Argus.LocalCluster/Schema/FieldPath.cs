using System.Globalization;
using System.Text;

namespace Argus.LocalCluster.Schema;

/// <summary>The path of the value that a walk stands on. Text is built only when it is asked for.</summary>
public sealed class FieldPath
{
    private readonly List<(string? Name, int Index)> _steps = [];
    private readonly int _bodyFrom;

    /// <summary>Starts at the root, or at a field of it that alone is looked at.</summary>
    public FieldPath(string? start = null)
    {
        if (start is null)
            return;
        Push(start);
        _bodyFrom = 1;
    }

    /// <summary>The path as texts about the body name it: from where the walk started.</summary>
    public string Body => Text(_bodyFrom);

    public void Push(string name) => _steps.Add((name, 0));

    public void Push(int index) => _steps.Add((null, index));

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>The path of a child, for instance <c>spec.ports[0].name</c>.</summary>
    public string Child(string relative)
    {
        string here = ToString();
        return here.Length == 0 ? relative.TrimStart('.') : relative.StartsWith('[') || relative.StartsWith('.') ? here + relative : $"{here}.{relative}";
    }

    public override string ToString() => Text(0);

    private string Text(int from)
    {
        var text = new StringBuilder();
        for (int i = from; i < _steps.Count; i++)
        {
            (string? name, int index) = _steps[i];
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

namespace Argus.LocalCluster.Apply;

/// <summary>Collects the children of one node in any order.</summary>
internal struct FieldSetBuilder
{
    private List<string>? _names;
    private List<FieldSet>? _children;

    public bool IsMember { get; set; }

    public void Add(string name, FieldSet child)
    {
        if (child.IsEmpty)
            return;
        (_names ??= []).Add(name);
        (_children ??= []).Add(child);
    }

    public readonly FieldSet Build()
    {
        if (_names is null)
            return IsMember ? FieldSet.Leaf : FieldSet.Empty;
        string[] names = [.. _names];
        FieldSet[] children = [.. _children!];
        if (!IsSorted(names))
        {
            Array.Sort(names, children, StringComparer.Ordinal);
            Unite(ref names, ref children);
        }

        return new FieldSet(IsMember, names, children);
    }

    private static bool IsSorted(string[] names)
    {
        for (int i = 1; i < names.Length; i++)
        {
            if (string.CompareOrdinal(names[i - 1], names[i]) >= 0)
                return false;
        }

        return true;
    }

    /// <summary>A list may hold the same item twice; its paths are united.</summary>
    private static void Unite(ref string[] names, ref FieldSet[] children)
    {
        int kept = 0;
        for (int i = 1; i < names.Length; i++)
        {
            if (names[i] == names[kept])
            {
                children[kept] = children[kept].Union(children[i]);
                continue;
            }

            kept++;
            names[kept] = names[i];
            children[kept] = children[i];
        }

        Array.Resize(ref names, kept + 1);
        Array.Resize(ref children, kept + 1);
    }
}

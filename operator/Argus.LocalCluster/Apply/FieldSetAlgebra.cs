namespace Argus.LocalCluster.Apply;

/// <summary>Set operations as merges of sorted children. Untouched branches are shared, not copied.</summary>
internal static class FieldSetAlgebra
{
    public static FieldSet Union(FieldSet a, FieldSet b)
    {
        if (b.IsEmpty || ReferenceEquals(a, b))
            return a;
        if (a.IsEmpty)
            return b;
        var builder = new FieldSetBuilder { IsMember = a.IsMember || b.IsMember };
        int i = 0, j = 0;
        while (i < a.Names.Length || j < b.Names.Length)
        {
            int order = Order(a, i, b, j);
            if (order < 0)
                builder.Add(a.Names[i], a.Children[i++]);
            else if (order > 0)
                builder.Add(b.Names[j], b.Children[j++]);
            else
                builder.Add(a.Names[i], Union(a.Children[i++], b.Children[j++]));
        }

        return builder.Build();
    }

    public static FieldSet Intersect(FieldSet a, FieldSet b)
    {
        if (ReferenceEquals(a, b))
            return a;
        var builder = new FieldSetBuilder { IsMember = a.IsMember && b.IsMember };
        int i = 0, j = 0;
        while (i < a.Names.Length && j < b.Names.Length)
        {
            int order = string.CompareOrdinal(a.Names[i], b.Names[j]);
            if (order == 0)
                builder.Add(a.Names[i], Intersect(a.Children[i], b.Children[j]));
            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
        }

        return builder.Build();
    }

    public static FieldSet Except(FieldSet a, FieldSet b)
    {
        if (b.IsEmpty)
            return a;
        if (ReferenceEquals(a, b))
            return FieldSet.Empty;
        var builder = new FieldSetBuilder { IsMember = a.IsMember && !b.IsMember };
        Walk(ref builder, a, b, Except);
        return builder.Build();
    }

    public static FieldSet ExceptBelow(FieldSet a, FieldSet b)
    {
        if (b.IsMember)
            return FieldSet.Empty;
        if (b.IsEmpty)
            return a;
        var builder = new FieldSetBuilder { IsMember = a.IsMember };
        Walk(ref builder, a, b, ExceptBelow);
        return builder.Build();
    }

    private static void Walk(ref FieldSetBuilder builder, FieldSet a, FieldSet b, Func<FieldSet, FieldSet, FieldSet> both)
    {
        int j = 0;
        for (int i = 0; i < a.Names.Length; i++)
        {
            while (j < b.Names.Length && string.CompareOrdinal(b.Names[j], a.Names[i]) < 0)
                j++;
            bool shared = j < b.Names.Length && b.Names[j] == a.Names[i];
            builder.Add(a.Names[i], shared ? both(a.Children[i], b.Children[j]) : a.Children[i]);
        }
    }

    private static int Order(FieldSet a, int i, FieldSet b, int j) =>
        i == a.Names.Length ? 1 : j == b.Names.Length ? -1 : string.CompareOrdinal(a.Names[i], b.Names[j]);
}

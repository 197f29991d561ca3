using System.Text;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>A field that another manager owns with another value.</summary>
/// <param name="Manager">The owner, as messages name it.</param>
/// <param name="Path">The field, as messages write it.</param>
/// <param name="Field">The field as a set of one path.</param>
internal sealed record FieldConflict(string Manager, string Path, FieldSet Field)
{
    public static void Collect(ManagedEntry owner, FieldSet fields, List<FieldConflict> conflicts)
    {
        string manager = owner.Describe();
        var names = new List<string>();
        Walk(fields);

        void Walk(FieldSet set)
        {
            if (set.IsMember)
                conflicts.Add(new FieldConflict(manager, Print(names), Single(names, 0)));
            for (int i = 0; i < set.Names.Length; i++)
            {
                names.Add(set.Names[i]);
                Walk(set.Children[i]);
                names.RemoveAt(names.Count - 1);
            }
        }
    }

    public static ApiFault ToFault(IReadOnlyList<FieldConflict> conflicts)
    {
        IReadOnlyList<FieldCause> causes =
            [.. conflicts.Select(conflict => new FieldCause("FieldManagerConflict", $"conflict with {conflict.Manager}", conflict.Path))];
        if (conflicts.Count == 1)
            return new ApiFault(409, "Conflict", $"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}", causes);
        var text = new StringBuilder($"Apply failed with {conflicts.Count} conflicts: ");
        IEnumerable<string> lines = conflicts.GroupBy(conflict => conflict.Manager).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Select(conflict => $"- {conflict.Path}").Prepend($"conflicts with {group.Key}:"));
        return new ApiFault(409, "Conflict", text.AppendJoin('\n', lines).ToString(), causes);
    }

    private static string Print(List<string> names)
    {
        var text = new StringBuilder();
        foreach (string name in names)
            PathElement.Print(text, name);
        return text.ToString();
    }

    private static FieldSet Single(List<string> names, int from) =>
        from == names.Count ? FieldSet.Leaf : new FieldSet(false, [names[from]], [Single(names, from + 1)]);
}

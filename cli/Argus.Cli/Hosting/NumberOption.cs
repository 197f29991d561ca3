using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Argus.Cli.Hosting;

/// <summary>Options that take a number within bounds; null where they are not given.</summary>
internal static class NumberOption
{
    public static Option<T?> Create<T>(string name, string helpName, string description, T least, T most)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most)
                    return value;
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}, not '{text}'."));
                return null;
            },
        };
}

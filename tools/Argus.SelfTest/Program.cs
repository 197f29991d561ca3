using Argus.SelfTest;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: Argus.SelfTest MODELS    writes the folders selftest and selftest-chat there");
    return 2;
}

foreach (var (pack, files) in ((string, IReadOnlyDictionary<string, byte[]>)[])[("selftest", SelfTestPack.Files()), ("selftest-chat", SelfTestChat.Files())])
{
    string folder = Directory.CreateDirectory(Path.Combine(args[0], pack)).FullName;
    foreach (var (name, bytes) in files)
    {
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        Console.WriteLine($"{pack}/{name} {bytes.Length}");
    }
}

return 0;

using System.Net;
using System.Net.Http.Json;
using Boai.Localhost.Host;
using Boai.Tests.EndToEnd;
using Boai.Tests.Support;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>A data folder is copied, lost and put back; nothing is written over, and what is damaged is refused whole.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("boai-backup-").FullName;

    private string Data => Path.Combine(root, "data");

    private string File => Path.Combine(root, "kept", "branch.tar.gz");

    private string KeyFile => Path.Combine(root, "kept", "branch.keys.tar.gz");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task The_branch_s_app_goes_on_with_what_was_put_back_and_its_keys_open_it()
    {
        using AppFolder folder = new("Boai.Functions", RepositoryTree.Read("host.json"), RepositoryTree.Read("functions/local.settings.json"));
        string[] arguments = ["--port", "0", "--service-bus-port", "0", "--azurite-ports", "free"];
        string filed;
        await using (AppProcess app = await AppProcess.StartReadyAsync(folder, [.. arguments, "--data", folder.Data]))
        {
            await Refuse(app, 4_320); // so that an app which begins anew would number the other one differently
            filed = await Refuse(app, 4_321);
            app.Signal(AppProcess.SigInt);
            await app.StoppedAsync();
        }

        await using (AppProcess copy = AppProcess.Start(folder, ["--data", folder.Data, "--back-up", File]))
        {
            Assert.Equal(0, await copy.ExitCodeAsync());
            Assert.StartsWith("Backed up ", copy.Output[0], StringComparison.Ordinal);
        }

        Directory.Delete(folder.Data, recursive: true);
        await using (AppProcess restore = AppProcess.Start(folder, ["--data", Data, "--restore", File]))
        {
            Assert.Equal(0, await restore.ExitCodeAsync());
            Assert.EndsWith($"files into {Data}. Start the host as always.", Assert.Single(restore.Output), StringComparison.Ordinal);
        }

        await using AppProcess again = await AppProcess.StartReadyAsync(folder, [.. arguments, "--data", Data]);

        // The same request again: known by the keys and the tables that were put back, and answered as it was.
        Assert.Equal(filed, await Refuse(again, 4_321));
        again.Signal(AppProcess.SigInt);
        await again.StoppedAsync();
    }

    [Fact]
    public void Data_and_keys_are_two_archives_with_every_file_once_and_its_mode()
    {
        Fill();

        Run(BackupWork.BackUp);
        Directory.Move(Data, Data + "-lost");
        Run(BackupWork.Restore);

        Assert.Equal(["azurite/__blobstorage__/1", "azurite/tables.json", "clock.json", "keys/vault.key", "service-bus.key"], Files(Data));
        Assert.All(Files(Data), name => Assert.Equal(System.IO.File.ReadAllBytes(Path.Combine(Data + "-lost", name)), System.IO.File.ReadAllBytes(Path.Combine(Data, name))));
        Assert.All([Path.Combine(Data, "keys", "vault.key"), Path.Combine(Data, "service-bus.key"), File, KeyFile], IsForTheOwnerAlone);
        Assert.DoesNotContain(TarNames(File), name => name.Contains(".key", StringComparison.Ordinal));
        Assert.Equal(["backup.json", "keys/vault.key", "service-bus.key"], TarNames(KeyFile));
    }

    [Fact]
    public void Nothing_is_written_over()
    {
        Fill();
        Run(BackupWork.BackUp);
        byte[] first = System.IO.File.ReadAllBytes(File);

        Assert.Contains("already exists", Refused(BackupWork.BackUp), StringComparison.Ordinal);
        Assert.Contains("is not empty, and nothing is written over", Refused(BackupWork.Restore), StringComparison.Ordinal);
        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
        Assert.Equal("{}", System.IO.File.ReadAllText(Path.Combine(Data, "azurite", "tables.json")));
    }

    [Fact]
    public void What_a_host_uses_is_neither_copied_nor_replaced()
    {
        Fill();
        using (DataFolder.Open(Data))
        {
            Assert.StartsWith("Another host uses the data folder", Refused(BackupWork.BackUp), StringComparison.Ordinal);
            Assert.False(System.IO.File.Exists(File));
        }

        Run(BackupWork.BackUp);
        Directory.Delete(Data, recursive: true);
        using (DataFolder.Open(Data))
        {
            Assert.StartsWith("Another host uses the data folder", Refused(BackupWork.Restore), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keys_of_another_backup_are_refused()
    {
        Fill();
        Run(BackupWork.BackUp);
        string other = Path.Combine(root, "kept", "other.tar.gz");
        DataBackup.Run(new BackupJob(BackupWork.BackUp, other), Data);
        System.IO.File.Move(Path.Combine(root, "kept", "other.keys.tar.gz"), KeyFile, overwrite: true);

        RefusedWhole("are not of the same backup");
    }

    [Fact]
    public void A_missing_half_is_named()
    {
        Fill();
        Run(BackupWork.BackUp);
        System.IO.File.Delete(KeyFile);

        RefusedWhole($"There is no {KeyFile}. A backup is two archives");
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void A_damaged_or_shortened_archive_restores_nothing(double where)
    {
        Fill();
        Run(BackupWork.BackUp);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        int at = Math.Max(10, (int)(whole.Length * where));

        System.IO.File.WriteAllBytes(File, whole[..at]);
        RefusedWhole("is damaged or no backup of this host");

        byte[] flipped = [.. whole];
        flipped[at] ^= 0x55;
        System.IO.File.WriteAllBytes(File, flipped);
        RefusedWhole("is damaged or no backup of this host");
    }

    [Fact]
    public void An_archive_whose_list_names_another_content_is_refused()
    {
        Fill();
        Run(BackupWork.BackUp);
        Rewrite(entry => entry.Name == "clock.json" ? "{\"ahead\":\"9\"}"u8.ToArray() : null);

        RefusedWhole("clock.json is not what was backed up");
    }

    [Theory]
    [InlineData("branch.zip")]
    [InlineData(".tar.gz")]
    public void An_archive_has_a_name_that_says_what_it_is(string name)
    {
        Fill();

        Assert.Contains("give it a name that ends in .tar.gz", Assert.Throws<LocalHostException>(() => DataBackup.Run(new BackupJob(BackupWork.BackUp, Path.Combine(root, name)), Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_nothing_or_into_itself_is_refused()
    {
        Assert.Contains("There is no data folder", Refused(BackupWork.BackUp), StringComparison.Ordinal);
        Directory.CreateDirectory(Data);
        Assert.Contains("is empty", Refused(BackupWork.BackUp), StringComparison.Ordinal);
        Fill();
        Assert.Contains(
            "lies in the folder that it is to be a copy of",
            Assert.Throws<LocalHostException>(() => DataBackup.Run(new BackupJob(BackupWork.BackUp, Path.Combine(Data, "b.tar.gz")), Data)).Message,
            StringComparison.Ordinal);
    }

    private static async Task<string> Refuse(AppProcess app, int person)
    {
        object form = new { IntentJourney.Valid(person).Holder, IntentJourney.Valid(person).Residence };
        using HttpRequestMessage request = new(HttpMethod.Post, "api/public/donation-refusals") { Content = JsonContent.Create(form, options: Boai.Functions.Forms.StrictJson.Options) };
        request.Headers.Add("Idempotency-Key", $"0198c0de-7a11-7000-8000-{person:D12}");
        using HttpResponseMessage answer = await app.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return text;
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Where(name => name != "host.lock").Order(StringComparer.Ordinal)];

    private static List<string> TarNames(string file)
    {
        using System.IO.Compression.GZipStream unpacked = new(System.IO.File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress);
        using System.Formats.Tar.TarReader tar = new(unpacked);
        List<string> names = [];
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private void Fill()
    {
        foreach ((string name, string text) in new[] { ("azurite/tables.json", "{}"), ("azurite/__blobstorage__/1", new string('b', 5_000)), ("azurite/azurite.process.json", "{\"Id\":1}"), ("clock.json", "{}") })
        {
            string path = Path.Combine(Data, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllText(path, text);
        }

        foreach (string key in new[] { "keys/vault.key", "service-bus.key" })
        {
            string path = Path.Combine(Data, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllText(path, "secret " + key);
            if (!OperatingSystem.IsWindows())
            {
                System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private static void IsForTheOwnerAlone(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    private void Run(BackupWork work) => Assert.NotEmpty(DataBackup.Run(new BackupJob(work, File), Data));

    private string Refused(BackupWork work) => Assert.Throws<LocalHostException>(() => DataBackup.Run(new BackupJob(work, File), Data)).Message;

    /// <summary>Restoring elsewhere fails so, and leaves neither that place nor anything beside it.</summary>
    private void RefusedWhole(string why)
    {
        string elsewhere = Path.Combine(root, "elsewhere", "data");
        LocalHostException refusal = Assert.Throws<LocalHostException>(() => DataBackup.Run(new BackupJob(BackupWork.Restore, File), elsewhere));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(elsewhere));
        Assert.True(!Directory.Exists(Path.GetDirectoryName(elsewhere)) || !Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(elsewhere)!).Any());
    }

    private void Rewrite(Func<System.Formats.Tar.TarEntry, byte[]?> change)
    {
        using MemoryStream made = new();
        using (System.IO.Compression.GZipStream packed = new(made, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        using (System.Formats.Tar.TarWriter writer = new(packed))
        using (System.IO.Compression.GZipStream unpacked = new(System.IO.File.OpenRead(File), System.IO.Compression.CompressionMode.Decompress))
        using (System.Formats.Tar.TarReader reader = new(unpacked))
        {
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                if (change(entry) is { } other)
                {
                    entry.DataStream = new MemoryStream(other);
                }

                writer.WriteEntry(entry);
            }
        }

        System.IO.File.WriteAllBytes(File, made.ToArray());
    }
}

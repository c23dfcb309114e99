using System.Security.Cryptography;
using System.Text;
using Boai.Functions.Vault;

namespace Boai.Tests.Functions.Vault;

/// <summary>Handbook §12.2: class C4 is encrypted field by field, with a key of its own.</summary>
public sealed class SealedBoxTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);

    [Theory]
    [InlineData("")]
    [InlineData("500103199003070017")]
    [InlineData("家住渝中区，因病致贫 𠮷")]
    public void What_is_sealed_opens_again(string text)
    {
        byte[] box = SealedBox.SealText(Key, text, "person|sub_1");

        Assert.Equal(text, SealedBox.OpenText(Key, box, "person|sub_1"));
    }

    [Fact]
    public void The_sealed_text_does_not_show_the_plain_one()
    {
        byte[] box = SealedBox.SealText(Key, "500103199003070017", "person|sub_1");

        Assert.Equal(-1, box.AsSpan().IndexOf("500103"u8));
        Assert.NotEqual(box, SealedBox.SealText(Key, "500103199003070017", "person|sub_1")); // the nonce is new each time
    }

    [Fact]
    public void A_change_of_any_byte_is_found()
    {
        byte[] box = SealedBox.SealText(Key, "6222020000000000000", "dossier|sub_1|HRA");

        for (int place = 0; place < box.Length; place++)
        {
            byte[] changed = [.. box];
            changed[place] ^= 0x01;
            Assert.Throws<SealBrokenException>(() => SealedBox.Open(Key, changed, "dossier|sub_1|HRA"));
        }
    }

    [Fact]
    public void A_box_cut_short_is_found()
    {
        byte[] box = SealedBox.SealText(Key, "王小明", "person|sub_1");

        for (int length = 0; length < box.Length; length++)
        {
            byte[] cut = box[..length];
            Assert.Throws<SealBrokenException>(() => SealedBox.Open(Key, cut, "person|sub_1"));
        }
    }

    [Theory]
    [InlineData("person|sub_2")] // another subject
    [InlineData("dossier|sub_1")] // another field
    [InlineData("")]
    public void A_box_moved_elsewhere_does_not_open(string context)
    {
        byte[] box = SealedBox.SealText(Key, "13800000000", "person|sub_1");

        Assert.Throws<SealBrokenException>(() => SealedBox.Open(Key, box, context));
    }

    [Fact]
    public void Another_key_does_not_open_it()
    {
        byte[] box = SealedBox.SealText(Key, "13800000000", "person|sub_1");

        SealBrokenException broken = Assert.Throws<SealBrokenException>(
            () => SealedBox.Open(RandomNumberGenerator.GetBytes(SealedBox.KeyBytes), box, "person|sub_1"));
        Assert.DoesNotContain("13800000000", broken.ToString(), StringComparison.Ordinal);
    }
}

using System.Text;
using Boai.Functions.Forms;

namespace Boai.Tests.Functions.Forms;

/// <summary>No list of a form holds null: the serializer would let it through.</summary>
public sealed class NullInListTests
{
    [Theory]
    [InlineData("""{"a":[null]}""", "a[0]")]
    [InlineData("""{"a":1,"b":[1,{"c":null},null]}""", "b[2]")]
    [InlineData("""{"a":{"b":[{"c":["x","y",null]}]}}""", "a.b[0].c[2]")]
    [InlineData("""[[],[1,null]]""", "[1][1]")]
    public void The_first_one_is_named_by_its_path(string json, string path) => Assert.Equal(path, NullInList.Find(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"a":null,"b":[{"c":null}],"d":[]}""")]
    [InlineData("""null""")]
    [InlineData("""[1,"null",[{}]]""")]
    public void Null_elsewhere_is_the_business_of_the_types(string json) => Assert.Null(NullInList.Find(Encoding.UTF8.GetBytes(json)));
}

"""Take a list away as a file, as a person does: open the page, tick, name the purpose, download."""

import io

import openpyxl


def export(client, address, *, columns=None, file_format="csv", purpose="check", **more):
    """The response of the download; every column that is offered unless some are named."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    offered = [name for name, _label in page.context["form"].fields["columns"].choices]
    form = {"columns": columns or offered, "file_format": file_format, "purpose": purpose}
    return client.post(address, form | more)


def export_text(client, address, **more):
    return b"".join(export(client, address, **more).streaming_content).decode("utf-8-sig")


def export_rows(client, address, **more):
    """The cells of the workbook, read back by another library than the one that wrote it."""
    response = export(client, address, file_format="xlsx", **more)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]

"""Files in and out: CSV, TSV and XLSX, read and written without damage."""

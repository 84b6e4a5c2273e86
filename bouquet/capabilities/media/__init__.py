"""From any file to something that plays anywhere.

Words: upload, asset (a received file and all made from it), rendition (one quality of it), piece (a stretch transcoded
apart), address.
"""
